import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { mergeThinBins } from './merge-bins.ts';

test('a thin bin joins its upper neighbour, and a remainder at the end joins the last group', () => {
  expect(mergeThinBins([0, 2, 48, 40, 9, 1], 0.05, 10)).toEqual([
    { from: 0, to: 3 },
    { from: 3, to: 4 },
    { from: 4, to: 6 },
  ]);
});

test('if there are too many groups, the thinnest are joined', () => {
  expect(mergeThinBins([30, 10, 10, 50], 0.05, 3)).toEqual([
    { from: 0, to: 1 },
    { from: 1, to: 3 },
    { from: 3, to: 4 },
  ]);
});

test('an empty reference is one group', () => {
  expect(mergeThinBins([0, 0, 0], 0.05, 10)).toEqual([{ from: 0, to: 3 }]);
});

property.prop([fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 1, maxLength: 40 })])(
  'the groups cover every bin once, their number is within the limit, and none is thin',
  (reference) => {
    const groups = mergeThinBins(reference, 0.05, 10);
    const total = reference.reduce((sum, count) => sum + count, 0);
    expect(groups.length).toBeLessThanOrEqual(10);
    expect(groups.flatMap(({ from, to }) => reference.slice(from, to))).toEqual(reference);
    for (const { from, to } of total === 0 ? [] : groups) {
      const share = reference.slice(from, to).reduce((sum, count) => sum + count, 0) / total;
      expect(share).toBeGreaterThanOrEqual(0.05);
    }
  },
);
