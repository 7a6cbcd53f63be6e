import quantile from '@stdlib/stats-base-dists-chisquare-quantile';

/** The value of χ² with `df` > 0 degrees of freedom below which a share `p` (0..1) lies. */
export function chiSquareQuantile(p: number, df: number): number {
  return quantile(p, df);
}
