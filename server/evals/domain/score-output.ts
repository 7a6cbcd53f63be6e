import type { ReadyScorer } from './compile-scorers.ts';

export type OutputScore = {
  /** Weighted mean of the scorers that gave a score, 0..1; null where none did. */
  score: number | null;
  /** By the name of the scorer. */
  scores: Record<string, number | null>;
};

/** Scores one output of one item. */
export function scoreOutput(scorers: readonly ReadyScorer[], output: string, expected: string | null): OutputScore {
  const all = scorers.map(({ name, weight, score }) => ({ name, weight, own: score(output, expected) }));
  let weights = 0;
  let total = 0;
  for (const { weight, own } of all) {
    if (own === null) continue;
    weights += weight;
    total += weight * own;
  }
  return {
    score: weights === 0 ? null : total / weights,
    scores: Object.fromEntries(all.map(({ name, own }) => [name, own])),
  };
}
