import { expect, test } from 'vitest';
import type { ScoredItem } from './scored-item.ts';
import { summariseScores } from './summarise-scores.ts';

const items = (scores: readonly number[][], facts: Partial<ScoredItem> = {}): ScoredItem[] =>
  scores.map((own, i) => ({ item: String(i), category: 'maths', weight: 1, cluster: null, scores: own, ...facts }));

test('eight right of ten have the Wilson interval', () => {
  const { overall } = summariseScores(items([...new Array<number[]>(8).fill([1]), [0], [0]]));
  expect(overall).toMatchObject({ n: 10, score: 0.8, unresolved: 0 });
  expect(overall.ci95?.[0]).toBeCloseTo(0.490162, 6);
  expect(overall.ci95?.[1]).toBeCloseTo(0.943318, 6);
});

test('graded scores have a t interval within 0 and 1', () => {
  const { overall } = summariseScores(items([[0.9], [1], [0.95]]));
  expect(overall.score).toBeCloseTo(0.95, 12);
  expect(overall.ci95?.[0]).toBeCloseTo(0.95 - 4.302653 * (0.05 / Math.sqrt(3)), 5);
  expect(overall.ci95?.[1]).toBe(1);
});

test('an unresolved item counts as unresolved and not as 0', () => {
  expect(summariseScores(items([[1], [1], []])).overall).toMatchObject({ n: 2, unresolved: 1, score: 1 });
});

test('weights count, and categories are in the order of their names', () => {
  const found = summariseScores([
    ...items([[1]], { item: 'a', weight: 3 }),
    ...items([[0]], { item: 'b', category: 'dates' }),
  ]);
  expect(found.overall.score).toBe(0.75);
  expect(found.categories.map(({ name, score }) => [name, score])).toEqual([
    ['dates', 0],
    ['maths', 1],
  ]);
});

test('a run without a score has none', () => {
  expect(summariseScores([]).overall).toEqual({ n: 0, unresolved: 0, score: null, ci95: null });
});
