import type { Interval } from './interval.ts';
import { studentTQuantile } from './student-t.ts';

/**
 * Two-sided t interval of an estimate at `1 − alpha`, in the estimate's unit. `df` is the number of independent groups
 * less one; without a degree of freedom there is no interval (`null`).
 */
export function tInterval(estimate: number, standardError: number, df: number, alpha = 0.05): Interval | null {
  if (df < 1) return null;
  const half = studentTQuantile(1 - alpha / 2, df) * standardError;
  return [estimate - half, estimate + half];
}
