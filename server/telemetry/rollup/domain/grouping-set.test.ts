import { expect, test } from 'vitest';
import { type Dimension, pickSet } from './grouping-set.ts';

test.each<[Dimension[], boolean, number | undefined]>([
  [[], false, 0],
  [['model'], false, 1],
  [['prompt'], false, 2],
  [['prompt', 'version'], false, 2],
  [['service'], false, 3],
  [['arm'], false, 4],
  [['prompt', 'model'], false, 5],
  [['service', 'model'], false, 7],
  [['error_code'], true, 6],
  [['error_code', 'prompt'], true, 8],
  [['error_code'], false, undefined],
])('%j with failures %s is read from the smallest set that covers it', (needed, failures, id) => {
  expect(pickSet(new Set(needed), failures)?.id).toBe(id);
});
