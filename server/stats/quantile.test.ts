import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { quantile } from './quantile.ts';

test.for([
  [[1, 2, 3, 4], 0.5, 2.5],
  [[4, 1, 3, 2], 0.25, 1.75],
  [[10], 0.99, 10],
  [[0, 100], 0.95, 95],
  [[3, 1, 2], 0, 1],
  [[3, 1, 2], 1, 3],
] as const)('of %j the quantile %s is %s', ([values, q, expected]) => {
  expect(quantile(values, q)).toBeCloseTo(expected, 12);
});

test('an empty list has no quantile', () => {
  expect(quantile([], 0.5)).toBeNull();
});

property.prop([
  fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 }),
  fc.double({ min: 0, max: 1, noNaN: true }),
])('it lies between the smallest and the largest value', (values, q) => {
  const found = quantile(values, q);
  expect(found).toBeGreaterThanOrEqual(Math.min(...values));
  expect(found).toBeLessThanOrEqual(Math.max(...values));
});
