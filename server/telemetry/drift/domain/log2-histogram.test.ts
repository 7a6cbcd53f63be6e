import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { countOf } from '#server/telemetry/rollup/domain/sketch.ts';
import { addToSketch, emptySketch } from '#test/builders/plain-sketch.ts';
import { foldToLog2Bins, LOG2_BINS } from './sketch-drift.ts';

function binHolding(value: number): { from: number; to: number | null } | undefined {
  const sketch = emptySketch();
  addToSketch(sketch, value);
  return LOG2_BINS[foldToLog2Bins(sketch).indexOf(1)];
}

test.for([
  [0, 0, 1],
  [-3, 0, 1],
  [0.4, 0, 1],
  [1, 1, 2],
  [2, 2, 4],
  [3, 2, 4],
  [1000, 512, 1024],
  [1024, 1024, 2048],
  [2 ** 20, 2 ** 20, null],
  [1e12, 2 ** 20, null],
] as const)('%s is counted from %s to %s', ([value, from, to]) => {
  expect(binHolding(value)).toEqual({ from, to });
});

test('every power of two opens its bin', () => {
  for (let power = 0; power < 20; power++) expect(binHolding(2 ** power)?.from).toBe(2 ** power);
});

property.prop([fc.array(fc.double({ min: 0, max: 1e7, noNaN: true }))])('folding keeps every value', (values) => {
  const sketch = emptySketch();
  for (const value of values) addToSketch(sketch, value);
  expect(foldToLog2Bins(sketch).reduce((sum, count) => sum + count, 0)).toBe(countOf(sketch));
});
