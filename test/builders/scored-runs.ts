import fc from 'fast-check';
import type { ScoredItem } from '#server/evals/domain/scored-item.ts';

/** Two runs over the same dataset items. */
export interface TwoRuns {
  readonly baseline: readonly ScoredItem[];
  readonly candidate: readonly ScoredItem[];
}

/** An item of category `maths`, weight 1, without a cluster, unless given. */
export function scoredItem(
  id: string | number,
  scores: readonly number[],
  facts: Partial<ScoredItem> = {},
): ScoredItem {
  return { item: String(id), category: 'maths', weight: 1, cluster: null, scores, ...facts };
}

/**
 * Runs with the given numbers of items that both sides got right, only the candidate, only the baseline, and neither.
 */
export function recorded(
  [both, candidateOnly, baselineOnly, neither]: readonly [number, number, number, number],
  category = 'maths',
): TwoRuns {
  const cells = [
    ...new Array<[number, number]>(both).fill([1, 1]),
    ...new Array<[number, number]>(candidateOnly).fill([0, 1]),
    ...new Array<[number, number]>(baselineOnly).fill([1, 0]),
    ...new Array<[number, number]>(neither).fill([0, 0]),
  ];
  return {
    baseline: cells.map(([before], i) => scoredItem(`${category} ${i}`, [before], { category })),
    candidate: cells.map(([, after], i) => scoredItem(`${category} ${i}`, [after], { category })),
  };
}

/** How many of `n` items a version answers correctly, by category. */
export type Rates = Readonly<Record<string, { readonly n: number; readonly right: number }>>;

/** Items `CATEGORY-0` … of which the first are right; each answer took `latencyMs` and cost `costUsd` (US dollars). */
export const rated = (rates: Rates, latencyMs = 500, costUsd = 0.002): ScoredItem[] =>
  Object.entries(rates).flatMap(([category, { n, right }]) =>
    Array.from({ length: n }, (_, i) =>
      scoredItem(`${category}-${i}`, [i < right ? 1 : 0], { category, latencyMs: [latencyMs], costUsd: [costUsd] }),
    ),
  );

/** The same for a version that is twice as fast at half the cost. */
export const ratedFaster = (rates: Rates): ScoredItem[] => rated(rates, 250, 0.001);

/** Joins runs of several categories. */
export function together(...runs: readonly TwoRuns[]): TwoRuns {
  return {
    baseline: runs.flatMap(({ baseline }) => baseline),
    candidate: runs.flatMap(({ candidate }) => candidate),
  };
}

/** Both runs with the same answers again, `times` in all: repeats that never differ. */
export const repeated = ({ baseline, candidate }: TwoRuns, times: number): TwoRuns => ({
  baseline: baseline.map((item) => ({ ...item, scores: new Array<number[]>(times).fill([...item.scores]).flat() })),
  candidate: candidate.map((item) => ({ ...item, scores: new Array<number[]>(times).fill([...item.scores]).flat() })),
});

/** Ten items a side, each scored `before` and `after`. */
export const graded = (before: readonly number[], after: readonly number[]): TwoRuns => ({
  baseline: Array.from({ length: 10 }, (_, i) => scoredItem(i, before)),
  candidate: Array.from({ length: 10 }, (_, i) => scoredItem(i, after)),
});

/** `all` equal items of which the candidate left `gaps` unanswered. */
export const withGaps = (all: number, gaps: number): TwoRuns => {
  const { baseline, candidate } = recorded([all, 0, 0, 0]);
  return { baseline, candidate: candidate.map((item, i) => (i < gaps ? { ...item, scores: [] } : item)) };
};

/** All items out of one context. */
export const inOneCluster = ({ baseline, candidate }: TwoRuns): TwoRuns => ({
  baseline: baseline.map((item) => ({ ...item, cluster: 'page 1' })),
  candidate: candidate.map((item) => ({ ...item, cluster: 'page 1' })),
});

/** Two equal answers of the candidate to each item, one of the baseline. */
export const answeredTwice = ({ baseline, candidate }: TwoRuns): TwoRuns => ({
  baseline,
  candidate: candidate.map((item) => ({ ...item, scores: [...item.scores, ...item.scores] })),
});

/** Ten right answers per side, each of the candidate's with this cost (US dollars) and latency. */
export const measured = (costUsd: number, latencyMs: number): TwoRuns => {
  const { baseline, candidate } = recorded([10, 0, 0, 0]);
  return { baseline, candidate: candidate.map((item) => ({ ...item, costUsd: [costUsd], latencyMs: [latencyMs] })) };
};

// Thousandths: no scorer returns 1e-162, whose square is 0.
const score = fc.oneof(
  fc.constantFrom(0, 1),
  fc.integer({ min: 0, max: 1000 }).map((thousandths) => thousandths / 1000),
);
const answers = fc.oneof(
  { weight: 9, arbitrary: fc.array(score, { minLength: 1, maxLength: 4 }) },
  { weight: 1, arbitrary: fc.constant<number[]>([]) },
);
const pairOfAnswers = fc.record({
  category: fc.constantFrom('dates', 'maths', 'names'),
  weight: fc.constantFrom(1, 1, 1, 2, 5),
  cluster: fc.constantFrom(null, null, 'first', 'second', 'third'),
  before: answers,
  after: answers,
});

/** Runs of up to 40 items in up to three categories: binary and graded scores, weights, clusters, gaps, repeats. */
export const twoRuns: fc.Arbitrary<TwoRuns> = fc.array(pairOfAnswers, { maxLength: 40 }).map((drawn) => ({
  baseline: drawn.map(({ before, after: _, ...facts }, i) => ({ item: `item ${i}`, ...facts, scores: before })),
  candidate: drawn.map(({ after, before: _, ...facts }, i) => ({ item: `item ${i}`, ...facts, scores: after })),
}));

/** Runs of 0 and 1 with one answer each and nothing missing, like imported recordings. */
export const recordedRuns: fc.Arbitrary<TwoRuns> = fc
  .array(fc.tuple(fc.constantFrom('dates', 'maths'), fc.constantFrom(0, 1), fc.constantFrom(0, 1)), {
    minLength: 12,
    maxLength: 60,
  })
  .map((drawn) => {
    const facts = (i: number, category: string) => ({ item: `item ${i}`, category, weight: 1, cluster: null });
    return {
      baseline: drawn.map(([category, before], i) => ({ ...facts(i, category), scores: [before] })),
      candidate: drawn.map(([category, , after], i) => ({ ...facts(i, category), scores: [after] })),
    };
  });
