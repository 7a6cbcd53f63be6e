/** Scoring of one output that takes longer is stopped, and the output stays unresolved. */
export const OUTPUT_MS_MAX = 2_000;
/** The start of the thread; a machine that needs longer has other worries, and the job is tried again. */
export const START_MS_MAX = 30_000;
/** Longest time for compiling the scorers of a run; one that needs longer cannot be scored. */
export const COMPILE_MS_MAX = 5_000;
/** A task ends by itself after so long, with what it has done: other projects' tasks come between. */
export const TASK_MS_MAX = 1_000;
/** Heap of the scoring thread. */
export const HEAP_MB_MAX = 256;
/** Outputs of one run whose scoring had to be stopped, after which the run is given up. */
export const STOPS_MAX = 10;
/** Results of one task, and characters of their outputs and expected texts; one that is longer goes alone. */
export const TASK_RESULTS_MAX = 200;
export const TASK_CHARS_MAX = 4_000_000;

/**
 * What a task tells while it runs, in shared memory, as a thread that is stopped can tell nothing any more: waiting for
 * the thread, compiling the scorers, or scoring output `state - FIRST_OUTPUT`.
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
