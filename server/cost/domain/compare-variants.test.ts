import { expect, test } from 'vitest';
import { mixOf, type TaskFacts, taskFacts } from '#test/builders/task-facts.ts';
import { type Candidate, cheapestNotWorse, compareCosts } from './compare-variants.ts';

const tasks = (stratum: string, n: number, dollars: number, facts: Partial<TaskFacts> = {}) =>
  Array.from({ length: n }, (_, i) => ({ stratum, task: taskFacts(dollars * (i % 2 === 0 ? 0.9 : 1.1), facts) }));

test('a variant with the easy questions is not cheaper by that', () => {
  const easy = [...tasks('easy', 90, 1), ...tasks('hard', 10, 10)];
  const hard = [...tasks('easy', 10, 1), ...tasks('hard', 90, 10)];
  const found = compareCosts(mixOf(easy), mixOf(hard));
  if (found.refused) throw new Error(found.refused);
  expect(found.ratio).toBeCloseTo(1, 9);
  expect(found).toMatchObject({ strata: ['easy', 'hard'], onlyFirst: [], onlySecond: [], leftOutShare: 0 });
});

test('strata that one side lacks are named and left out of the figures', () => {
  const first = [...tasks('both', 40, 1), ...tasks('first', 10, 100)];
  const second = [...tasks('both', 40, 2), ...tasks('second', 10, 100), ...tasks('first', 1, 100)];
  const found = compareCosts(mixOf(first), mixOf(second));
  if (found.refused) throw new Error(found.refused);
  expect(found.ratio).toBeCloseTo(0.5, 9);
  expect(found).toMatchObject({ strata: ['both'], onlyFirst: ['first'], onlySecond: ['second'] });
  expect(found.leftOutShare).toBeCloseTo(21 / 101, 9);
});

test('nothing in common, no success and unknown costs are refused', () => {
  expect(compareCosts(mixOf(tasks('a', 5, 1)), mixOf(tasks('b', 5, 1)))).toEqual({
    refused: 'no_common_stratum',
    onlyFirst: ['a'],
    onlySecond: ['b'],
  });
  const failed = tasks('a', 5, 1, { ended: 'failed' });
  expect(compareCosts(mixOf(failed), mixOf(tasks('a', 5, 1)))).toMatchObject({ refused: 'no_success' });
  const unknown = tasks('a', 5, 1, { unknownCostAttempts: 1 });
  expect(compareCosts(mixOf(tasks('a', 5, 1)), mixOf(unknown))).toMatchObject({ refused: 'cost_unknown' });
});

const candidate = (name: string, dollars: number, lost: number, n = 400): Candidate => ({
  name,
  cost: compareCosts(mixOf(tasks('all', 100, dollars)), mixOf(tasks('all', 100, 1))),
  pairs:
    n === 0
      ? []
      : [
          { category: 'short', candidateOnly: 2, baselineOnly: 2, baselineRight: 800, n: 1_000 },
          { category: 'long', candidateOnly: 0, baselineOnly: lost, baselineRight: n, n },
        ],
});

test('the cheapest that is not worse is neither one with unproven quality nor one that costs the same', () => {
  const rules = { margin: 0.02, marginKind: 'absolute', alpha: 0.05 } as const;
  const found = cheapestNotWorse(
    [candidate('worse', 0.2, 40), candidate('good', 0.8, 0), candidate('same', 1, 0), candidate('unpaired', 0.1, 0, 0)],
    rules,
  );
  expect(found.cheapest).toBe('good');
  expect(found.candidates.map(({ verdict }) => verdict)).toEqual([
    'not_proven_as_good',
    'cheaper_not_worse',
    'not_proven_cheaper',
    'no_paired_quality',
  ]);
  expect(found.candidates[0]).toMatchObject({ categories: ['long'] });
  expect(cheapestNotWorse([candidate('worse', 0.2, 40)], rules).cheapest).toBeNull();
});

test('a relative margin is of the score of what serves in each category: half right allows half as much', () => {
  const verdict = (margin: number, marginKind: 'relative' | 'absolute', baselineRight: number) => {
    const pairs = [{ category: 'all', candidateOnly: 0, baselineOnly: 3, baselineRight, n: 400 }];
    return cheapestNotWorse([{ ...candidate('one', 0.5, 0), pairs }], { margin, marginKind, alpha: 0.05 }).cheapest;
  };
  expect([verdict(0.02, 'relative', 400), verdict(0.02, 'relative', 200)]).toEqual(['one', null]);
  expect([verdict(0.02, 'absolute', 200), verdict(0.01, 'absolute', 400)]).toEqual(['one', null]);
});
