/** Scoring of one output that takes longer is stopped, and the output stays unresolved. */
export const OUTPUT_MS_MAX = 2_000;
/** Longest time for starting the thread; where the machine is too busy for that, the job is tried again. */
export const START_MS_MAX = 30_000;
/** Longest time for compiling the scorers of a run; one that needs longer cannot be scored. */
export const COMPILE_MS_MAX = 5_000;
/** A task ends after so long and returns the scores so far, so that other projects' tasks run in between. */
export const TASK_MS_MAX = 1_000;
/** Heap of the scoring thread. */
export const HEAP_MB_MAX = 256;
/** Outputs of one run whose scoring had to be stopped, after which the run is given up. */
export const STOPS_MAX = 10;
/**
 * Most results of one task, and most characters of their outputs and expected texts; a longer result is a task by
 * itself.
 */
export const TASK_RESULTS_MAX = 200;
export const TASK_CHARS_MAX = 4_000_000;

/**
 * State of a running task: waiting for the thread, compiling the scorers, or scoring output `state - FIRST_OUTPUT`. It
 * is in shared memory, because a thread that was stopped cannot send it any more.
 */
export const WAITING = 0;
export const COMPILING = 1;
export const FIRST_OUTPUT = 2;

export type OutputToScore = { output: string; expected: string | null };
export type ScoringTask = {
  scorers: readonly unknown[];
  outputs: readonly OutputToScore[];
  /** One Int32, see above. */
  state: SharedArrayBuffer;
};
