import { expect, test } from 'vitest';
import { newcombeDifference } from './newcombe-paired.ts';

test.for([
  [56, 70, 48, 80, 0.2, 0.0524, 0.3339],
  [9, 10, 3, 10, 0.6, 0.1705, 0.809],
  [6, 7, 2, 7, 0.5714, 0.0582, 0.8062],
  [5, 56, 0, 29, 0.0893, -0.0381, 0.1926],
  [0, 10, 0, 10, 0, -0.2775, 0.2775],
  [10, 10, 0, 10, 1, 0.6075, 1],
] as const)('%s/%s less %s/%s is %s within %s and %s', ([s1, n1, s2, n2, difference, low, high]) => {
  const found = newcombeDifference({ successes: s1, n: n1 }, { successes: s2, n: n2 });
  expect(found?.difference).toBeCloseTo(difference, 4);
  expect(found?.interval[0]).toBeCloseTo(low, 4);
  expect(found?.interval[1]).toBeCloseTo(high, 4);
});

test('a side without observations has no difference', () => {
  expect(newcombeDifference({ successes: 0, n: 0 }, { successes: 3, n: 10 })).toBeNull();
  expect(newcombeDifference({ successes: 3, n: 10 }, { successes: 0, n: 0 })).toBeNull();
});
