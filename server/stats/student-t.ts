import cdf from '@stdlib/stats-base-dists-t-cdf';
import quantile from '@stdlib/stats-base-dists-t-quantile';

/** The value of Student's t with `df` > 0 degrees of freedom below which a share `p` (0..1) lies. */
export function studentTQuantile(p: number, df: number): number {
  return quantile(p, df);
}

/** Two-sided p-value of a t statistic. An infinite statistic (no spread at all, but a difference) has p = 0. */
export function studentTTwoSidedP(t: number, df: number): number {
  return Math.min(1, 2 * cdf(-Math.abs(t), df));
}
