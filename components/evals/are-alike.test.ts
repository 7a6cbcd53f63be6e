import { expect, test } from 'vitest';
import { areAlike } from './are-alike.ts';

test.each([
  ['one word changed', 'The number is not prime.', 'The number is prime.', true],
  ['an essay and a word', 'Step 1: find the square root. Step 2: divide. Answer: [Yes]', '[No]', false],
  ['the same twice', 'no', 'no', true],
  ['nothing in common', 'alpha beta gamma', 'one two three', false],
])('answers have enough text in common or not: %s', (_, a, b, alike) => {
  expect(areAlike(a, b)).toBe(alike);
});
