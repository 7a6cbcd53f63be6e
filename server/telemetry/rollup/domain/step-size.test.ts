import { expect, test } from 'vitest';
import { FIRST_STEP, nextStepSize } from './step-size.ts';

const sizeAfter = (steps: number, msPerBucket: number): number => {
  let size = FIRST_STEP;
  for (let step = 0; step < steps; step++) size = nextStepSize(size, size * msPerBucket);
  return size;
};

test.each([
  ['sparse minutes go by in hundreds', 1, 240],
  ['dense minutes one by one', 5000, 1],
  ['those between in steps of seconds', 100, 8],
])('%s', (_, msPerBucket, size) => {
  expect(sizeAfter(12, msPerBucket)).toBe(size);
});
