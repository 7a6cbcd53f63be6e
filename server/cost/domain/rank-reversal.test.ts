import { expect, test } from 'vitest';
import { mixOf, taskFacts } from '#test/builders/task-facts.ts';
import { rankReversals } from './rank-reversal.ts';

/** `n` tasks of one kind, of which every `every`-th succeeds. */
const tasks = (stratum: string, n: number, dollars: number, every: number) =>
  Array.from({ length: n }, (_, i) => ({
    stratum,
    task: taskFacts(dollars * (0.8 + (i % 5) / 10), { ended: i % every === 0 ? 'succeeded' : 'failed' }),
  }));

test('cheaper by the task and dearer by the outcome is found by kind of task', () => {
  const cheap = mixOf([...tasks('prime', 500, 1, 25), ...tasks('composite', 500, 1, 1)]);
  const dear = mixOf([...tasks('prime', 500, 10, 1), ...tasks('composite', 500, 10, 1)]);
  const [found, ...others] = rankReversals(cheap, dear);
  expect(found).toMatchObject({ stratum: 'prime' });
  expect(found?.perTask).toBeCloseTo(0.1, 9);
  expect(found?.perOutcome).toBeCloseTo(2.5, 9);
  expect(others).toEqual([]);
  expect(rankReversals(dear, cheap)[0]?.perOutcome).toBeCloseTo(0.4, 9);
});

test('a difference that the tasks do not prove, or a kind that one side lacks, is no reversal', () => {
  const cheap = mixOf(tasks('prime', 40, 1, 20));
  expect(rankReversals(cheap, mixOf(tasks('prime', 40, 1.1, 19)))).toEqual([]);
  expect(rankReversals(cheap, mixOf(tasks('other', 500, 10, 1)))).toEqual([]);
  expect(rankReversals(mixOf(tasks('prime', 20, 1, 20)), mixOf(tasks('prime', 20, 10, 1)))).toEqual([]);
});
