import { expect, test } from 'vitest';
import { mcnemarExactP } from './mcnemar.ts';

test.for([
  [1, 8, 0.0390625],
  [8, 1, 0.0390625],
  [0, 5, 0.0625],
  [0, 0, 1],
  [4, 4, 1],
] as const)('%s discordant pairs for one side and %s for the other: p = %s', ([firstOnly, secondOnly, p]) => {
  expect(mcnemarExactP(firstOnly, secondOnly)).toBeCloseTo(p, 12);
});
