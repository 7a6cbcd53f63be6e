import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { scoredItem as item, recorded, twoRuns } from '#test/builders/scored-runs.ts';
import { compareRuns } from './compare-runs.ts';
import type { ScoredItem } from './scored-item.ts';

describe('scores of 0 and 1, recorded once', () => {
  test.for([
    [36, 12, 2, 0, 0.2, 0.0569, 0.3404],
    [97, 2, 1, 0, 0.01, -0.037, 0.0608],
    [20, 0, 0, 0, 0, -0.1611, 0.1611],
    [30, 1, 8, 11, -0.14, -0.2491, -0.0282],
  ] as const)(
    'both %s, candidate only %s, baseline only %s, neither %s: %s within %s and %s (Newcombe, paired)',
    ([both, candidateOnly, baselineOnly, neither, delta, low, high]) => {
      const { overall } = compareRuns(recorded([both, candidateOnly, baselineOnly, neither]));
      expect(overall.delta).toBeCloseTo(delta, 12);
      expect(overall.ci95Method).toBe('newcombe_paired');
      expect(overall.ci95?.[0]).toBeCloseTo(low, 4);
      expect(overall.ci95?.[1]).toBeCloseTo(high, 4);
      expect([overall.better, overall.worse]).toEqual([candidateOnly, baselineOnly]);
    },
  );

  test('one better and eight worse items have McNemar p = 0.0390625', () => {
    expect(compareRuns(recorded([10, 1, 8, 10])).overall.p).toBeCloseTo(0.0390625, 12);
  });

  test('one step of the score is one item: 1/n', () => {
    expect(compareRuns(recorded([40, 0, 0, 0])).overall.granularity).toBe(1 / 40);
  });

  test('the standard error of answering again is unknown', () => {
    expect(compareRuns(recorded([10, 3, 3, 4])).overall).toMatchObject({ seGen: null, repeats: 1 });
  });
});

test('the number of repeats is that of the item with the fewest', () => {
  const thrice = Array.from({ length: 6 }, (_, i) => item(i, [1, 0, 1]));
  const once = thrice.map((one, i) => (i === 3 ? { ...one, scores: [1, 1] } : one));
  expect(compareRuns({ baseline: thrice, candidate: once }).overall.repeats).toBe(2);
});

describe('t on the population error is used', () => {
  const { baseline, candidate } = recorded([10, 3, 3, 4]);
  test.for([
    ['where weights differ', { weight: 2 }],
    ['where items share a cluster', { cluster: 'page 1' }],
    ['where a score lies between 0 and 1', { scores: [0.5] }],
    ['where an item was answered twice', { scores: [1, 1] }],
  ] as const)('%s', ([, facts]) => {
    const change = (run: readonly ScoredItem[]) => run.map((one, i) => (i < 2 ? { ...one, ...facts } : one));
    expect(compareRuns({ baseline: change(baseline), candidate: change(candidate) }).overall.ci95Method).toBe('t');
  });

  test('but not for clusters of one item each, nor for equal weights other than 1', () => {
    const change = (run: readonly ScoredItem[]) =>
      run.map((one) => ({ ...one, cluster: `page ${one.item}`, weight: 3 }));
    const found = compareRuns({ baseline: change(baseline), candidate: change(candidate) });
    expect(found.overall).toEqual(compareRuns({ baseline, candidate }).overall);
  });
});

describe('the margin', () => {
  const at = (before: number, after: number) => ({
    baseline: Array.from({ length: 10 }, (_, i) => item(i, [before])),
    candidate: Array.from({ length: 10 }, (_, i) => item(i, [after])),
  });
  test.for([
    ['0.900 to 0.882 is exactly 2 % and no drop', 0.9, 0.882, 'relative', false],
    ['0.900 to 0.8819 is a drop', 0.9, 0.8819, 'relative', true],
    ['0.5 to 0.489 is a drop of more than 2 %', 0.5, 0.489, 'relative', true],
    ['0.5 to 0.489 is no drop of more than 2 points', 0.5, 0.489, 'absolute', false],
    ['0 to 0 is no drop', 0, 0, 'relative', false],
  ] as const)('%s', ([, before, after, marginKind, drop]) => {
    expect(compareRuns({ ...at(before, after), margin: { margin: 0.02, marginKind } }).overall.drop).toBe(drop);
  });
});

describe('items that cannot be compared', () => {
  const ten = Array.from({ length: 10 }, (_, i) => item(i, [1]));
  test('an item that the candidate left out is counted as unresolved', () => {
    const { overall, excluded } = compareRuns({ baseline: ten, candidate: ten.slice(1) });
    expect(overall).toMatchObject({ n: 9, unresolved: { total: 1, baseline: 0, candidate: 1 } });
    expect(excluded.unresolved).toBe(1);
  });

  test('a category that only one side has is listed without figures', () => {
    const { categories } = compareRuns({ baseline: [...ten, item('d', [1], { category: 'dates' })], candidate: ten });
    expect(categories[0]).toMatchObject({ name: 'dates', n: 0, delta: null, ci95: null, finding: 'too_few' });
  });

  test('copies of one result are one; results that contradict each other are unresolved, in either order', () => {
    const copied = compareRuns({ baseline: [...ten, ...ten], candidate: ten });
    expect(copied).toEqual(compareRuns({ baseline: ten, candidate: ten }));
    const doubtful = [...ten, item(3, [0])];
    const found = compareRuns({ baseline: ten, candidate: doubtful });
    expect(found.excluded).toEqual({ unresolved: 1, conflicting: 1, weightless: 0 });
    expect(compareRuns({ baseline: ten, candidate: doubtful.toReversed() })).toEqual(found);
  });

  test('an item that the sides put in different categories is unresolved in both', () => {
    const moved = ten.map((one, i) => (i === 0 ? { ...one, category: 'dates' } : one));
    const { categories } = compareRuns({ baseline: ten, candidate: moved });
    expect(categories.map(({ name, unresolved }) => [name, unresolved.total])).toEqual([
      ['dates', 1],
      ['maths', 1],
    ]);
  });

  test('a score that is no number counts as none, an item of weight 0 as absent', () => {
    const odd = ten.map((one, i) => (i === 0 ? { ...one, scores: [Number.NaN] } : one));
    expect(compareRuns({ baseline: ten, candidate: odd }).overall).toMatchObject({ n: 9, unresolved: { total: 1 } });
    const light = ten.map((one, i) => (i === 0 ? { ...one, weight: 0 } : one));
    expect(compareRuns({ baseline: light, candidate: light }).overall).toMatchObject({
      n: 9,
      unresolved: { total: 0 },
    });
    expect(() => compareRuns({ baseline: [item(1, [1], { weight: -1 })], candidate: [] })).toThrow(RangeError);
  });

  test('nothing on either side is an empty comparison', () => {
    const { overall, categories } = compareRuns({ baseline: [], candidate: [] });
    expect(overall).toMatchObject({ n: 0, baseline: null, candidate: null, delta: null, p: null });
    expect(categories).toEqual([]);
  });
});

test('whether a category is worse is corrected for the number of categories (Holm)', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const run = (worse: number, side: 0 | 1) =>
    names.flatMap((category, c) =>
      Array.from({ length: 20 }, (_, i) =>
        item(`${category}${i}`, [side === 1 && i < (c === 0 ? worse : 0) ? 0 : 1], { category }),
      ),
    );
  const six = compareRuns({ baseline: run(6, 0), candidate: run(6, 1) }).categories[0];
  expect(six).toMatchObject({ p: 0.03125, pAdjusted: 0.15625, finding: 'unclear' });
  expect(compareRuns({ baseline: run(12, 0), candidate: run(12, 1) }).categories[0]?.finding).toBe('worse');
});

describe('properties', () => {
  property.prop([twoRuns])('swapping the sides negates every difference and mirrors every interval', (runs) => {
    const there = compareRuns(runs);
    const back = compareRuns({ baseline: runs.candidate, candidate: runs.baseline });
    for (const [a, b] of [
      [there.overall, back.overall] as const,
      ...there.categories.map((category, i) => [category, back.categories[i]] as const),
    ]) {
      expect(b).toMatchObject({
        n: a.n,
        worse: a.better,
        better: a.worse,
        baseline: a.candidate,
        candidate: a.baseline,
      });
      expect(b?.delta ?? 0).toBeCloseTo(-(a.delta ?? 0), 9);
      expect(b?.ci95?.[0] ?? 0).toBeCloseTo(-(a.ci95?.[1] ?? 0), 9);
      expect(b?.ci95?.[1] ?? 0).toBeCloseTo(-(a.ci95?.[0] ?? 0), 9);
      expect(b?.p ?? -1).toBeCloseTo(a.p ?? -1, 6);
      expect(b?.unresolved).toEqual({
        total: a.unresolved.total,
        baseline: a.unresolved.candidate,
        candidate: a.unresolved.baseline,
      });
    }
  });

  property.prop([twoRuns, fc.integer()])('the order of the items changes no figure', (runs, seed) => {
    const shuffled = <T>(values: readonly T[], by: number) =>
      values
        .map((value, i) => ({ value, key: Math.sin(by + i * 12.9898) }))
        .toSorted((a, b) => a.key - b.key)
        .map(({ value }) => value);
    const found = compareRuns({
      baseline: shuffled(runs.baseline, seed),
      candidate: shuffled(runs.candidate, seed + 1),
    });
    expect(found).toEqual(compareRuns(runs));
  });

  property.prop([twoRuns])('importing twice changes no figure', ({ baseline, candidate }) => {
    const twice = { baseline: [...baseline, ...baseline], candidate: [...candidate, ...candidate] };
    expect(compareRuns(twice)).toEqual(compareRuns({ baseline, candidate }));
  });

  property.prop([twoRuns, fc.constantFrom(0.001, 0.5, 2, 1000)])(
    'scaling all weights changes nothing',
    (runs, factor) => {
      const scaled = (run: readonly ScoredItem[]) => run.map((one) => ({ ...one, weight: one.weight * factor }));
      const before = compareRuns(runs);
      const after = compareRuns({ baseline: scaled(runs.baseline), candidate: scaled(runs.candidate) });
      for (const key of ['baseline', 'candidate', 'delta', 'sePop', 'seGen'] as const) {
        expect(after.overall[key] ?? -2).toBeCloseTo(before.overall[key] ?? -2, 9);
      }
      expect(after.categories.map(({ drop, finding }) => [drop, finding])).toEqual(
        before.categories.map(({ drop, finding }) => [drop, finding]),
      );
    },
  );

  property.prop([twoRuns])('splitting a category does not change the overall comparison and loses no item', (runs) => {
    const split = (run: readonly ScoredItem[]) =>
      run.map((one) => (one.item.endsWith('3') ? { ...one, category: `${one.category} (3)` } : one));
    const whole = compareRuns(runs);
    const parts = compareRuns({ baseline: split(runs.baseline), candidate: split(runs.candidate) });
    expect(parts.overall).toEqual(whole.overall);
    expect(parts.categories.reduce((sum, { n }) => sum + n, 0)).toBe(whole.overall.n);
  });

  property.prop([twoRuns, fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 0.5)])(
    'every number is finite or null, so that it survives being stored',
    ({ baseline, candidate }, last) => {
      const odd = candidate.map((one, i) => (i % 3 === 0 ? { ...one, scores: [...one.scores, last] } : one));
      expect(notFinite(compareRuns({ baseline, candidate: odd }))).toEqual([]);
    },
  );
});

/** Paths in a value, at any depth, of numbers that JSON cannot hold. */
function notFinite(value: unknown, at = ''): string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [`${at} is ${value}`];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => notFinite(inner, `${at}/${key}`));
}
