import cdf from '@stdlib/stats-base-dists-normal-cdf';
import quantile from '@stdlib/stats-base-dists-normal-quantile';

/** Φ(z): probability that a standard normal value is at most `z`. */
export function normalCdf(z: number): number {
  return cdf(z, 0, 1);
}

/** Φ⁻¹(p): the standard normal value below which a share `p` (0..1) lies; ±Infinity at the ends. */
export function normalQuantile(p: number): number {
  return quantile(p, 0, 1);
}
