import { LRUCache } from 'lru-cache';
import { scorersSchema } from '#server/evals/contract.ts';
import { compileScorers, type ReadyScorers } from '#server/evals/domain/compile-scorers.ts';
import { type OutputScore, scoreOutput } from '#server/evals/domain/score-output.ts';
import { COMPILING, FIRST_OUTPUT, type ScoringTask, TASK_MS_MAX } from './scoring-limits.ts';

/** An output on which a scorer throws stays unresolved; the others are scored. */
export type TaskScore = OutputScore | { unscored: string };
/** Scores of the first outputs, in their order; the others are left to another task. */
export type TaskResult = { ok: true; scores: TaskScore[] } | { ok: false; message: string };

/** Cache of the last runs' compiled scorers, so that the next task does not compile them again. */
const compiled = new LRUCache<string, ReadyScorers>({ max: 3 });

/** Scores outputs, at least one, until all are done or a second has passed. Runs in a thread of its own. */
export function scoreOutputs({ scorers: configs, outputs, state }: ScoringTask): TaskResult {
  const until = performance.now() + TASK_MS_MAX;
  const progress = new Int32Array(state);
  Atomics.store(progress, 0, COMPILING);
  const ready = readyScorers(configs);
  if (!ready.ok) return { ok: false, message: ready.problems[0]?.message ?? 'they do not compile.' };
  const scores: TaskScore[] = [];
  for (const [i, { output, expected }] of outputs.entries()) {
    if (i > 0 && performance.now() > until) break;
    Atomics.store(progress, 0, FIRST_OUTPUT + i);
    try {
      scores.push(scoreOutput(ready.scorers, output, expected));
    } catch (error) {
      scores.push({ unscored: `A scorer failed: ${error instanceof Error ? error.message : String(error)}` });
    }
  }
  return { ok: true, scores };
}

function readyScorers(configs: readonly unknown[]): ReadyScorers {
  const key = JSON.stringify(configs);
  const known = compiled.get(key);
  if (known) return known;
  const ready = compileScorers(scorersSchema.parse(configs));
  compiled.set(key, ready);
  return ready;
}
