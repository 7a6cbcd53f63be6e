import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { wilsonInterval } from './wilson.ts';

test.for([
  [8, 10, 0.490162, 0.943318],
  [0, 20, 0, 0.161125],
  [1, 29, 0.006113, 0.171755],
  [15, 148, 0.062386, 0.160487],
  [81, 263, 0.255289, 0.36621],
  [0, 10, 0, 0.277533],
  [10, 10, 0.722467, 1],
] as const)('%s of %s lies within %s and %s', ([successes, n, low, high]) => {
  const interval = wilsonInterval({ successes, n });
  expect(interval?.[0]).toBeCloseTo(low, 6);
  expect(interval?.[1]).toBeCloseTo(high, 6);
});

test('the one-sided 95 % lower bound of 5 in 100 is 0.024547', () => {
  expect(wilsonInterval({ successes: 5, n: 100 }, 0.1)?.[0]).toBeCloseTo(0.024547, 6);
});

test('without observations there is no interval', () => {
  expect(wilsonInterval({ successes: 0, n: 0 })).toBeNull();
});

property.prop([fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true })])(
  'it contains the share, stays within 0..1, and mirrors when successes and failures swap',
  (n, share) => {
    const successes = Math.round(share * n);
    const [low, high] = wilsonInterval({ successes, n }) ?? [Number.NaN, Number.NaN];
    const [mirrorLow, mirrorHigh] = wilsonInterval({ successes: n - successes, n }) ?? [Number.NaN, Number.NaN];
    expect(low).toBeGreaterThanOrEqual(0);
    expect(high).toBeLessThanOrEqual(1);
    expect(low - 1e-12).toBeLessThanOrEqual(successes / n);
    expect(high + 1e-12).toBeGreaterThanOrEqual(successes / n);
    expect(mirrorLow).toBeCloseTo(1 - high, 12);
    expect(mirrorHigh).toBeCloseTo(1 - low, 12);
  },
);
