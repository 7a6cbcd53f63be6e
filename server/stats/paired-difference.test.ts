import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { type Pair, pairedDifference } from './paired-difference.ts';
import { studentTQuantile } from './student-t.ts';

const differences = [0, 0, -0.1, 0.05, 0, -0.05, 0.1, -0.2, 0, 0];
const pairsOf = (values: readonly number[], clusters?: readonly number[]): Pair[] =>
  values.map((d, i) => ({
    first: [0.5 + d],
    second: [0.5],
    weight: 1,
    cluster: clusters === undefined ? null : String(clusters[i]),
  }));

describe('standard errors agree with the vectors', () => {
  test('ten items: mean −0.02, SE 0.0260341656, one-sided 95 % bounds −0.0677235656 and 0.0277235656', () => {
    const found = pairedDifference(pairsOf(differences));
    const half = studentTQuantile(0.95, 9) * (found?.sePop ?? Number.NaN);
    expect(found?.difference.mean).toBeCloseTo(-0.02, 12);
    expect(found?.sePop).toBeCloseTo(0.0260341656, 10);
    expect(-0.02 - half).toBeCloseTo(-0.0677235656, 9);
    expect(-0.02 + half).toBeCloseTo(0.0277235656, 9);
  });

  test('five clusters of two: SE 0.0093541435 with the small-sample factor', () => {
    const found = pairedDifference(pairsOf(differences, [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]));
    expect(found?.sePop).toBeCloseTo(0.0093541435, 10);
    expect(found?.difference.groups).toBe(5);
  });

  test('repeats give the standard error of generation: two items, two repeats a side', () => {
    const found = pairedDifference([
      { first: [1, 0], second: [1, 1], weight: 1, cluster: null },
      { first: [0, 0], second: [0, 0], weight: 1, cluster: null },
    ]);
    expect(found?.seGen).toBeCloseTo(Math.sqrt(0.5 / 2) / 2, 12);
  });

  test('with one item answered once on a side, the standard error of generation is unknown', () => {
    const twice = { first: [1, 0], second: [1, 1], weight: 1, cluster: null };
    expect(pairedDifference([twice, { ...twice, second: [1] }])?.seGen).toBeNull();
  });

  test('repeats that always agree have a standard error of 0 at any score', () => {
    const always = { first: [0.1, 0.1, 0.1], second: [0.7, 0.7, 0.7], weight: 3, cluster: null };
    expect(pairedDifference([always])?.seGen).toBe(0);
  });

  test('a single item has no standard error, and without items there is no difference', () => {
    expect(pairedDifference(pairsOf([0.1]))?.sePop).toBeNull();
    expect(pairedDifference([])).toBeNull();
  });
});

const score = fc.double({ min: 0, max: 1, noNaN: true });
const scores = fc.array(score, { minLength: 2, maxLength: 4 });
const pair = fc.record({
  first: scores,
  second: scores,
  weight: fc.double({ min: 0.1, max: 9, noNaN: true }),
  cluster: fc.constantFrom(null, 'a', 'b', 'c'),
});
const manyPairs = fc.array(pair, { minLength: 2, maxLength: 25 });

property.prop([manyPairs, fc.double({ min: 0.01, max: 100, noNaN: true })])(
  'scaling all weights changes nothing',
  (pairs, factor) => {
    const before = pairedDifference(pairs);
    const after = pairedDifference(pairs.map((p) => ({ ...p, weight: p.weight * factor })));
    expect(after?.difference.mean).toBeCloseTo(before?.difference.mean ?? Number.NaN, 9);
    expect(after?.seGen).toBeCloseTo(before?.seGen ?? Number.NaN, 9);
    expect(after?.sePop ?? -1).toBeCloseTo(before?.sePop ?? -1, 9);
  },
);

property.prop([manyPairs])('a cluster of its own for each item is the same as no cluster', (pairs) => {
  const without = pairedDifference(pairs.map((p) => ({ ...p, cluster: null })));
  const own = pairedDifference(pairs.map((p, i) => ({ ...p, cluster: `item ${i}` })));
  expect(own?.sePop).toBeCloseTo(without?.sePop ?? Number.NaN, 12);
});

property.prop([manyPairs])('swapping the sides negates the difference and does not change the errors', (pairs) => {
  const there = pairedDifference(pairs);
  const back = pairedDifference(pairs.map((p) => ({ ...p, first: p.second, second: p.first })));
  expect(back?.difference.mean).toBeCloseTo(-(there?.difference.mean ?? Number.NaN), 12);
  expect(back?.sePop ?? -1).toBeCloseTo(there?.sePop ?? -1, 12);
  expect(back?.seGen).toBeCloseTo(there?.seGen ?? Number.NaN, 12);
});
