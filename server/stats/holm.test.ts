import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { holmAdjusted } from './holm.ts';

test('.01 .04 .03 .005 become .03 .06 .06 .02', () => {
  expect(holmAdjusted([0.01, 0.04, 0.03, 0.005]).map((p) => Number(p.toFixed(12)))).toEqual([0.03, 0.06, 0.06, 0.02]);
});

test('a single p-value is unchanged, and an empty list gives an empty list', () => {
  expect(holmAdjusted([0.2])).toEqual([0.2]);
  expect(holmAdjusted([])).toEqual([]);
});

property.prop([fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 })])(
  'no p-value gets smaller, none exceeds 1, and their order is kept',
  (pValues) => {
    const adjusted = holmAdjusted(pValues);
    pValues.forEach((p, i) => {
      expect(adjusted[i]).toBeGreaterThanOrEqual(p);
      expect(adjusted[i]).toBeLessThanOrEqual(1);
      pValues.forEach((other, j) => {
        if (p < other) expect(adjusted[i] ?? 2).toBeLessThanOrEqual(adjusted[j] ?? -1);
      });
    });
  },
);
