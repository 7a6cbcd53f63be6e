import { describe, expect, test } from 'vitest';
import { binomialCdf } from './mcnemar.ts';
import { normalCdf, normalQuantile } from './normal.ts';
import { chiSquareQuantile } from './psi.ts';
import { studentTQuantile, studentTTwoSidedP } from './student-t.ts';

describe('distributions agree with the published tables', () => {
  test.for([
    [0.95, 1, 6.313752],
    [0.95, 4, 2.131847],
    [0.95, 9, 1.833113],
    [0.95, 19, 1.729133],
    [0.95, 99, 1.660391],
    [0.975, 4, 2.776445],
    [0.975, 9, 2.262157],
    [0.975, 19, 2.093024],
  ] as const)('t of %s with %s degrees of freedom is %s', ([p, df, expected]) => {
    expect(studentTQuantile(p, df)).toBeCloseTo(expected, 6);
  });

  test('z of 0.95 is 1.644854, and Φ of it is 0.95', () => {
    expect(normalQuantile(0.95)).toBeCloseTo(1.644854, 6);
    expect(normalCdf(normalQuantile(0.95))).toBeCloseTo(0.95, 12);
  });

  test('χ² of 0.999 with 9 degrees of freedom is 27.877165', () => {
    expect(chiSquareQuantile(0.999, 9)).toBeCloseTo(27.877165, 6);
  });

  test('one success or none in nine fair trials has probability 10/512', () => {
    expect(binomialCdf(1, 9, 0.5)).toBeCloseTo(10 / 512, 12);
  });

  test('a t statistic at its 97.5 % quantile has a two-sided p of 0.05, on either side', () => {
    const t = studentTQuantile(0.975, 9);
    expect(studentTTwoSidedP(t, 9)).toBeCloseTo(0.05, 10);
    expect(studentTTwoSidedP(-t, 9)).toBeCloseTo(0.05, 10);
  });

  test('no difference has p = 1, an infinite t statistic p = 0', () => {
    expect(studentTTwoSidedP(0, 9)).toBe(1);
    expect(studentTTwoSidedP(Number.POSITIVE_INFINITY, 9)).toBe(0);
  });
});
