import { describe, expect, it } from 'vitest';
import { sparkPath, sparkRange } from './sparkline.tsx';

describe('a sparkline', () => {
  it('has a gap where nothing was measured', () => {
    expect(sparkPath([0, 10, null, 10, 0], 0, 10)).toBe('M0.00 100.00L25.00 0.00M75.00 0.00L100.00 100.00');
  });

  it('lies in the middle when all values are equal', () => {
    expect(sparkRange([5, 5])).toEqual([2.5, 7.5]);
    expect(sparkRange([null])).toEqual([0, 1]);
  });
});
