import { expect, test } from 'vitest';
import { noFigures } from '#server/telemetry/reprice/domain/figures.ts';
import { passedBy, spentAfter } from './budget-effect.ts';

const sum = { ...noFigures(), beforePico: 40n, afterPico: 55n };

test('the spend moves by the difference of what was priced again', () => {
  expect(spentAfter(100n, sum)).toBe(115n);
});

test('a spend of which nothing was known is what becomes known, and unknown where nothing does', () => {
  expect(spentAfter(null, { ...sum, beforePico: 0n, becameKnown: 3 })).toBe(55n);
  expect(spentAfter(null, { ...sum, becameKnown: 0 })).toBeNull();
});

test.each<[string, bigint | null, bigint | null, number[], number[]]>([
  ['passed', 40n, 96n, [50, 95], []],
  ['equal to one passes it', 40n, 50n, [50], []],
  ['below again', 101n, 60n, [], [95, 100]],
  ['known now', null, 96n, [50, 95], []],
  ['unknown now', 96n, null, [], [50, 95]],
])('thresholds that are %s', (_, before, after, passes, falls) => {
  expect(passedBy(100n, [50, 95, 100], { before, after })).toEqual({ passes, falls });
});
