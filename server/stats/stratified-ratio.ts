import type { Interval } from './interval.ts';
import { normalQuantile } from './normal.ts';
import type { RatioSums } from './ratio-of-sums.ts';

/** The sums over the units of one stratum (a category, a query type) on either side, and what it weighs in the mix. */
export interface RatioStratum {
  readonly weight: number;
  readonly first: RatioSums;
  readonly second: RatioSums;
}

/** `first ÷ second` of two ratios on one mix, dimensionless: 0.85 is 15 % less. */
export interface StratifiedRatio {
  readonly first: number;
  readonly second: number;
  readonly ratio: number;
  readonly interval: Interval | null;
}

/**
 * Σ w·mean(top) ÷ Σ w·mean(bottom) of each side on the same mix of strata, and the first over the second with the delta
 * interval of its logarithm at `1 − alpha`. Every stratum has at least one unit on both sides; weights > 0. `null`
 * where a side has no bottom or no top. The interval is `null` where a stratum has a single unit on a side.
 *
 * Source: Särndal, Swensson & Wretman 1992, 7.6 (post-stratification), with the linearised ratio of each side.
 */
export function stratifiedRatio(strata: readonly RatioStratum[], alpha = 0.05): StratifiedRatio | null {
  const first = sideOf(strata.map(({ weight, first: sums }) => ({ weight, sums })));
  const second = sideOf(strata.map(({ weight, second: sums }) => ({ weight, sums })));
  if (first === null || second === null) return null;
  const ratio = first.ratio / second.ratio;
  const variance = first.logVariance + second.logVariance;
  const spread = normalQuantile(1 - alpha / 2) * Math.sqrt(variance);
  const interval: Interval | null = Number.isFinite(spread)
    ? [ratio * Math.exp(-spread), ratio * Math.exp(spread)]
    : null;
  return { first: first.ratio, second: second.ratio, ratio, interval };
}

function sideOf(strata: readonly { weight: number; sums: RatioSums }[]) {
  const total = strata.reduce((sum, { weight }) => sum + weight, 0);
  const parts = strata.map(({ weight, sums }) => ({ share: weight / total, sums }));
  const top = parts.reduce((sum, { share, sums }) => sum + (share * sums.top) / sums.n, 0);
  const bottom = parts.reduce((sum, { share, sums }) => sum + (share * sums.bottom) / sums.n, 0);
  if (!(bottom > 0) || !(top > 0)) return null;
  const ratio = top / bottom;
  let variance = 0;
  for (const { share, sums } of parts) {
    const squares = sums.topTop - 2 * ratio * sums.topBottom + ratio * ratio * sums.bottomBottom;
    const mean = (sums.top - ratio * sums.bottom) / sums.n;
    variance += (share * share * Math.max(0, squares - sums.n * mean * mean)) / (sums.n * (sums.n - 1));
  }
  return { ratio, logVariance: variance / (top * top) };
}
