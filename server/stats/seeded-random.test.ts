import { expect, test } from 'vitest';
import { seededRandom, seededWords } from './seeded-random.ts';

test('the words after the state 1, 2, 3, 4 are those of the reference implementation', () => {
  const next = seededWords([1, 2, 3, 4]);
  expect(Array.from({ length: 6 }, next)).toEqual([11520, 0, 5927040, 70819200, 2031721883, 1637235492]);
});

test('a seed gives the same numbers again, another seed others, and 100,000 numbers are uniform in 0..1', () => {
  const numbers = (seed: number, n: number) => Array.from({ length: n }, seededRandom(seed));
  expect(numbers(7, 5)).toEqual(numbers(7, 5));
  expect(numbers(7, 5)).not.toEqual(numbers(8, 5));
  const many = numbers(0, 100_000);
  expect(Math.min(...many.slice(0, 50_000))).toBeGreaterThanOrEqual(0);
  expect(many.reduce((sum, x) => sum + x, 0) / many.length).toBeCloseTo(0.5, 2);
});
