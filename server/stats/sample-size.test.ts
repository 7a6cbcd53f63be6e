import { expect, test } from 'vitest';
import { lossHiddenByNoFlips, pairedItemsNeeded } from './sample-size.ts';

test('a difference of 0.02 with variance 0.1 needs 1,546 items', () => {
  expect(pairedItemsNeeded(0.02, 0.1)).toBe(1546);
});

test('two-sided 5 %, power 0.8, difference 0.03, variance 1/9 needs 969 items', () => {
  expect(pairedItemsNeeded(0.03, 1 / 9, 0.025)).toBe(969);
});

test('no number of items proves a margin of 0', () => {
  expect(pairedItemsNeeded(0, 0.1)).toBeNull();
});

test.for([
  [20, 0.139],
  [50, 0.058],
  [149, 0.0199],
] as const)('%s items of which none got worse still allow a loss of %s', ([n, loss]) => {
  expect(lossHiddenByNoFlips(n)).toBeCloseTo(loss, 3);
});
