import quantile from '@stdlib/stats-base-dists-chisquare-quantile';

/** Shares of counts, smoothed so that an empty bin has no infinite distance: `(c + ½) / (n + B/2)`. They sum to 1. */
export function smoothedShares(counts: readonly number[]): number[] {
  const n = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => (count + 0.5) / (n + counts.length / 2));
}

/**
 * Population stability index of two lists of shares over the same bins, all shares > 0: `Σ (now − reference) ·
 * ln(now / reference)`. 0 means the same shape; it is symmetric.
 *
 * Source: the index of credit scoring; its usual limits are 0.1 (look) and 0.25 (changed).
 */
export function psiOfShares(reference: readonly number[], now: readonly number[]): number {
  return reference.reduce((sum, share, bin) => {
    const other = now[bin] ?? Number.NaN;
    return sum + (other - share) * Math.log(other / share);
  }, 0);
}

/** The index of two lists of counts over the same bins, smoothed. */
export function psiOfCounts(reference: readonly number[], now: readonly number[]): number {
  return psiOfShares(smoothedShares(reference), smoothedShares(now));
}

/**
 * The value below which the index is, with probability `1 − alpha`, when nothing has changed and `bins` ≥ 2 bins hold
 * `nReference` and `nNow` values. With a fixed limit alone, small samples would count as drift.
 *
 * Source: Yurdakul 2018: without drift PSI ≈ χ²_{B−1} · (1/n + 1/m).
 */
export function psiCriticalValue(bins: number, nReference: number, nNow: number, alpha = 0.001): number {
  return chiSquareQuantile(1 - alpha, bins - 1) * (1 / nReference + 1 / nNow);
}

/** The value of χ² with `df` > 0 degrees of freedom below which a share `p` (0..1) lies. */
export function chiSquareQuantile(p: number, df: number): number {
  return quantile(p, df);
}
