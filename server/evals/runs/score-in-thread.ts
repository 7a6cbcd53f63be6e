import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import {
  COMPILE_MS_MAX,
  COMPILING,
  FIRST_OUTPUT,
  HEAP_MB_MAX,
  OUTPUT_MS_MAX,
  type OutputToScore,
  type ScoringTask,
  START_MS_MAX,
  WAITING,
} from './scoring-limits.ts';
import type { TaskResult, TaskScore } from './scoring-thread.ts';

/** The result of a task: scores of its first outputs; one output that had to be stopped; or scorers that cannot run. */
export type Scoring =
  | { what: 'scored'; scores: TaskScore[] }
  | { what: 'stopped'; index: number; reason: string }
  | { what: 'refused'; reason: string };

const LOOK_MS = 50;

let pool: Piscina<ScoringTask, TaskResult> | undefined;

/**
 * One thread for all projects, which runs one task after the other. It starts with the first task and ends ten seconds
 * after the last, which releases its memory; a thread that ran out of time or memory is replaced.
 */
function threads(): Piscina<ScoringTask, TaskResult> {
  if (pool !== undefined) return pool;
  const made = new Piscina<ScoringTask, TaskResult>({
    filename: fileURLToPath(new URL('./scoring-thread.ts', import.meta.url)),
    name: 'scoreOutputs',
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: 10_000,
    niceIncrement: 5,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB_MAX, maxYoungGenerationSizeMb: 32 },
  });
  // When a thread runs out of memory while it is being stopped, no task is left to reject, so the pool emits an error
  // event, which would end the process. The caller's promise is rejected already, and the next task gets another
  // thread.
  made.on('error', () => undefined);
  pool = made;
  return made;
}

/** The last task that was queued. The pool's own queue stops when a thread crashes while other tasks wait. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Scores outputs in the thread, after the tasks queued before. A task takes a second and its time limits at most; the
 * promise rejects when the process ends.
 */
export function scoreInThread(scorers: readonly unknown[], outputs: readonly OutputToScore[]): Promise<Scoring> {
  const turn = last.then(() => runTask(scorers, outputs));
  last = turn.catch(() => undefined); // the caller gets the error; the next task runs anyway
  return turn;
}

async function runTask(scorers: readonly unknown[], outputs: readonly OutputToScore[]): Promise<Scoring> {
  const state = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const watch = watchTask(new Int32Array(state));
  try {
    const result = await threads().run({ scorers, outputs, state }, { signal: watch.signal });
    return result.ok ? { what: 'scored', scores: result.scores } : { what: 'refused', reason: result.message };
  } catch (error) {
    // A thread that crashed may leave its pool unable to start another: the next task gets a new pool.
    await closeScoring();
    const limit = limitThatWasHit(error, watch.signal);
    const at = watch.state();
    if (limit === null || at === WAITING) throw error;
    if (at === COMPILING) return { what: 'refused', reason: `compiling them ${limit(COMPILE_MS_MAX)}` };
    return { what: 'stopped', index: at - FIRST_OUTPUT, reason: `Scoring it ${limit(OUTPUT_MS_MAX)}` };
  } finally {
    watch.end();
  }
}

/** Ends the idle thread at once; a later call starts a new one. */
export async function closeScoring(): Promise<void> {
  const closing = pool;
  pool = undefined;
  await closing?.destroy();
}

/** Aborts when one step of a task, by its state, takes longer than it may. */
function watchTask(progress: Int32Array) {
  const abort = new AbortController();
  const state = () => Atomics.load(progress, 0);
  let seen = WAITING;
  let since = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    if (state() !== seen) [seen, since] = [state(), now];
    const most = seen === WAITING ? START_MS_MAX : seen === COMPILING ? COMPILE_MS_MAX : OUTPUT_MS_MAX;
    if (now - since > most) abort.abort();
  }, LOOK_MS);
  return { signal: abort.signal, state, end: () => clearInterval(timer) };
}

/** Which limit ended the thread, as the end of a sentence; null where something else went wrong. */
function limitThatWasHit(error: unknown, signal: AbortSignal): ((ms: number) => string) | null {
  if (signal.aborted) return (ms) => `took longer than ${ms / 1_000} s.`;
  const isMemory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return isMemory ? () => `needed more than ${HEAP_MB_MAX} MB.` : null;
}
