import { describe, expect, it } from 'vitest';
import { intervalScale } from './intervals/interval-scale.ts';
import { niceStep, position, ticksBetween } from './scale.ts';

describe('a scale', () => {
  it.each([
    [10, 5, 2],
    [148, 6, 25],
    [0.9, 3, 0.5],
    [0, 3, 1],
  ])('of span %d with about %d steps goes by %d', (span, steps, step) => {
    expect(niceStep(span, steps)).toBe(step);
  });

  it('has ticks without rounding errors of floating point', () => {
    expect(ticksBetween(-0.05, 0.31, 0.1)).toEqual([0, 0.1, 0.2, 0.3]);
  });

  it('clips values that lie outside', () => {
    const scale = { low: 0, high: 10, ticks: [] };
    expect([position(scale, -5), position(scale, 2.5), position(scale, 99)]).toEqual([0, 0.25, 1]);
  });
});

describe('the shared scale of intervals', () => {
  it('holds the widest interval, the margin and zero', () => {
    const scale = intervalScale([
      { value: 4.5, low: 1.2, high: 7.8, margin: -1.68 },
      { value: -9.4, low: -13.6, high: -5.1, margin: -1.87 },
    ]);
    expect(scale.low).toBeLessThan(-13.6);
    expect(scale.high).toBeGreaterThan(7.8);
    expect(scale.ticks).toEqual([-10, -5, 0, 5]);
  });

  it('works when nothing was measured', () => {
    const scale = intervalScale([{ value: null, low: null, high: null }]);
    expect(scale.low).toBeLessThan(scale.high);
    expect(scale.ticks).toContain(0);
  });
});
