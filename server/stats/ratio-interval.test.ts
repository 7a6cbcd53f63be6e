import { expect, test } from 'vitest';
import { ratioInterval } from './ratio-interval.ts';
import {
  fiellerG,
  fiellerInterval,
  logDeltaInterval,
  ratioEstimate,
  ratioSums,
  skewedQuantile,
} from './ratio-of-sums.ts';
import { studentTQuantile } from './student-t.ts';

const Z = 1.959963984540054;
const COSTS = [0.01, 0.012, 0.03, 0.008, 0.011, 0.025, 0.009, 0.01, 0.04, 0.013];
const SUCCESSES = [1, 1, 0, 1, 1, 1, 1, 1, 0, 1];
const TEN = COSTS.map((top, i) => ({ top, bottom: SUCCESSES[i] ?? 0 }));

test('ten tasks, eight successes: ratio, standard error, log-delta and Fieller by z and t', () => {
  const sums = ratioSums(TEN);
  const estimate = ratioEstimate(sums);
  if (!estimate) throw new Error('no ratio');
  expect(estimate.ratio).toBeCloseTo(0.021, 12);
  expect(estimate.standardError).toBeCloseTo(0.0075874531, 9);
  const log = logDeltaInterval(estimate, Z);
  expect(log?.[0]).toBeCloseTo(0.0103437, 7);
  expect(log?.[1]).toBeCloseTo(0.0426348, 7);
  expect(fiellerG(sums, Z)).toBeCloseTo(0.1067072, 6);
  const byZ = fiellerInterval(sums, Z);
  expect(byZ?.[0]).toBeCloseTo(0.0096466, 7);
  expect(byZ?.[1]).toBeCloseTo(0.0428056, 7);
  const byT = fiellerInterval(sums, studentTQuantile(0.975, 9));
  expect(byT?.[0]).toBeCloseTo(0.0083504, 7);
  expect(byT?.[1]).toBeCloseTo(0.0481487, 7);
});

test('a bottom of 0: no ratio, neither 0 nor infinity', () => {
  expect(ratioInterval([{ top: 5, bottom: 0 }], 1)).toBeNull();
  expect(ratioInterval([], 1)).toBeNull();
});

test('one success of twenty: only a lower end, with method at_least', () => {
  const units = Array.from({ length: 20 }, (_, i) => ({ top: 1 + (i % 3) / 10, bottom: i === 0 ? 1 : 0 }));
  const found = ratioInterval(units, 1);
  expect(found).toMatchObject({ method: 'at_least', high: null });
  expect(found?.low).toBeGreaterThan(1);
  expect(found?.low).toBeLessThan(found?.ratio ?? 0);
});

test('four tasks have a ratio and no interval', () => {
  expect(ratioInterval(TEN.slice(0, 4), 1)).toMatchObject({ method: 'none', low: null, high: null });
});

test('even costs and many successes use log-delta; one task of a hundred times the cost needs a bootstrap, and a correction beyond 512 tasks', () => {
  const even = Array.from({ length: 1_000 }, (_, i) => ({ top: 1 + ((i * 7) % 11) / 10, bottom: i % 4 === 0 ? 0 : 1 }));
  expect(ratioInterval(even, 1)?.method).toBe('log_delta');
  const skewed = even.map((unit, i) => (i === 5 ? { ...unit, top: 150 } : unit));
  const drawn = ratioInterval(skewed.slice(0, 512), 1);
  expect(drawn?.method).toBe('studentised_bootstrap');
  expect(ratioInterval(skewed.slice(0, 512), 1)).toEqual(drawn);
  const corrected = ratioInterval(skewed, 1);
  expect(corrected?.method).toBe('skew_corrected');
  const { ratio = 0, low = null, high = null } = corrected ?? {};
  expect((high ?? 0) - ratio, 'rare large costs make the upper end the longer one').toBeGreaterThan(ratio - (low ?? 0));
});

test("Hall's transformation: no skewness leaves the normal quantile, and its inverse gives it back", () => {
  expect(skewedQuantile(1.96, 0)).toBe(1.96);
  for (const skew of [-0.4, 0.05, 0.3, 1]) {
    for (const z of [-1.96, 0, 1.96]) {
      const t = skewedQuantile(z, skew);
      expect(t + (skew * t ** 2) / 3 + (skew ** 2 * t ** 3) / 27 + skew / 6, `z ${z}, skewness ${skew}`).toBeCloseTo(
        z,
        9,
      );
    }
  }
});
