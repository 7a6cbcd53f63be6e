import { expect, test } from 'vitest';
import { type BudgetReading, type BudgetState, hardState, SOFT_PERCENTS, stepBudget } from './budget-thresholds.ts';

/** Feeds readings `[period, limit, spent]` one after the other; returns the threshold notified by each. */
function notifications(readings: readonly (readonly [period: number, limit: number, spent: number | null])[]) {
  let state: BudgetState | null = null;
  return readings.map(([periodStart, limit, spent]) => {
    const reading: BudgetReading = {
      periodStart,
      limitPico: BigInt(limit),
      percents: SOFT_PERCENTS,
      spentPico: spent === null ? null : BigInt(spent),
    };
    const step = stepBudget(state, reading);
    state = step.state;
    return step.notify;
  });
}

test.for([
  [
    'each threshold once',
    [
      [1, 100, 49],
      [1, 100, 50],
      [1, 100, 60],
      [1, 100, 80],
      [1, 100, 95],
      [1, 100, 100],
      [1, 100, 400],
    ],
    [null, 50, null, 80, 95, 100, null],
  ],
  [
    'a jump past several notifies only the highest',
    [
      [1, 100, 96],
      [1, 100, 97],
    ],
    [95, null],
  ],
  [
    'falling below one and passing it again notifies nothing',
    [
      [1, 100, 85],
      [1, 100, 70],
      [1, 100, 85],
    ],
    [80, null, null],
  ],
  [
    'a raised limit can be passed again',
    [
      [1, 100, 100],
      [1, 200, 110],
      [1, 200, 160],
    ],
    [100, null, 80],
  ],
  [
    'a lowered limit passes',
    [
      [1, 100, 45],
      [1, 50, 45],
    ],
    [null, 80],
  ],
  [
    'a new period begins without a notified threshold',
    [
      [1, 100, 100],
      [2, 100, 10],
      [2, 100, 55],
    ],
    [100, null, 50],
  ],
  [
    'a late reading of the previous period',
    [
      [2, 100, 55],
      [1, 100, 100],
      [2, 100, 56],
    ],
    [50, null, null],
  ],
  [
    'unknown spend',
    [
      [1, 100, null],
      [1, 100, 50],
    ],
    [null, 50],
  ],
] as const)('%s', ([, readings, expected]) => expect(notifications(readings)).toEqual(expected));

test('a hard budget is exhausted when all of it is spent, and open where spend is unknown', () => {
  expect([hardState(100n, 99n), hardState(100n, 100n), hardState(100n, null)]).toEqual(['open', 'exhausted', 'open']);
});
