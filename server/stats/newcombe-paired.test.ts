import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { newcombePairedDifference } from './newcombe-paired.ts';

test.for([
  [36, 12, 2, 0, 0.2, 0.0569, 0.3404],
  [97, 2, 1, 0, 0.01, -0.037, 0.0608],
  [20, 0, 0, 0, 0, -0.1611, 0.1611],
  [30, 1, 8, 11, -0.14, -0.2491, -0.0282],
] as const)(
  'both %s, first only %s, second only %s, neither %s: %s within %s and %s',
  ([both, firstOnly, secondOnly, neither, difference, low, high]) => {
    const found = newcombePairedDifference({ both, firstOnly, secondOnly, neither });
    expect(found?.difference).toBeCloseTo(difference, 4);
    expect(found?.interval[0]).toBeCloseTo(low, 4);
    expect(found?.interval[1]).toBeCloseTo(high, 4);
  },
);

test('without pairs there is no difference', () => {
  expect(newcombePairedDifference({ both: 0, firstOnly: 0, secondOnly: 0, neither: 0 })).toBeNull();
});

const cell = fc.integer({ min: 0, max: 300 });

property.prop([cell, cell, cell, fc.integer({ min: 1, max: 300 })])(
  'swapping the sides negates the difference and mirrors its interval, and the interval contains the difference',
  (both, firstOnly, secondOnly, neither) => {
    const there = newcombePairedDifference({ both, firstOnly, secondOnly, neither });
    const back = newcombePairedDifference({ both, firstOnly: secondOnly, secondOnly: firstOnly, neither });
    expect(there?.difference).toBeCloseTo(-(back?.difference ?? Number.NaN), 12);
    expect(there?.interval[0]).toBeCloseTo(-(back?.interval[1] ?? Number.NaN), 12);
    expect(there?.interval[1]).toBeCloseTo(-(back?.interval[0] ?? Number.NaN), 12);
    expect((there?.interval[0] ?? 2) - 1e-12).toBeLessThanOrEqual(there?.difference ?? Number.NaN);
    expect((there?.interval[1] ?? -2) + 1e-12).toBeGreaterThanOrEqual(there?.difference ?? Number.NaN);
  },
);
