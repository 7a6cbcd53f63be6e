import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { psiCriticalValue, psiOfCounts, psiOfShares, smoothedShares } from './psi.ts';

describe('population stability index', () => {
  test.for([
    [[0.5, 0.5], [0.6, 0.4], 0.0405465108],
    [[0.5, 0.5], [0.7, 0.3], 0.1694595721],
    [[0.25, 0.25, 0.25, 0.25], [0.4, 0.3, 0.2, 0.1], 0.2282174096],
    [new Array<number>(10).fill(0.1), [0.06, 0.08, 0.09, 0.1, 0.1, 0.1, 0.11, 0.11, 0.12, 0.13], 0.0393730638],
    [[0.2, 0.8], [0.2, 0.8], 0],
  ] as const)('%j to %j is %s', ([reference, now, psi]) => {
    expect(psiOfShares(reference, now)).toBeCloseTo(psi, 10);
  });

  test('an empty bin that fills has a large but finite distance', () => {
    expect(psiOfCounts([50, 50, 0], [40, 40, 20])).toBeCloseTo(0.7752203801, 10);
  });

  test.for([
    [500, 500, 0.1115],
    [1000, 1000, 0.0558],
    [10000, 500, 0.0585],
  ] as const)('ten bins of %s and %s values: critical value %s', ([n, m, critical]) => {
    expect(psiCriticalValue(10, n, m)).toBeCloseTo(critical, 4);
  });
});

const counts = fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 2, maxLength: 12 });

property.prop([counts])('smoothed shares sum to 1 and none is 0', (given) => {
  const shares = smoothedShares(given);
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
  expect(Math.min(...shares)).toBeGreaterThan(0);
});

property.prop([counts])('the distance of a distribution from itself is 0, and no distance is negative', (given) => {
  expect(psiOfCounts(given, given)).toBe(0);
  expect(psiOfCounts(given, given.toReversed())).toBeGreaterThanOrEqual(0);
});
