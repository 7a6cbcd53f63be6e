import type { Interval } from './interval.ts';

/** How the ends of an interval were found; `at_least`: Fieller's lower end alone, since the bottom may be 0. */
export const RATIO_METHODS = [
  'log_delta',
  'fieller',
  'skew_corrected',
  'studentised_bootstrap',
  'at_least',
  'none',
] as const;
export type RatioMethod = (typeof RATIO_METHODS)[number];

/**
 * One independent unit (a task, or all tasks of a user): its input, such as dollars, and its output, such as successes.
 */
export interface RatioUnit {
  readonly top: number;
  readonly bottom: number;
}

/** The sums over units that the delta method and Fieller need; a database can compute them. */
export interface RatioSums {
  readonly n: number;
  readonly top: number;
  readonly bottom: number;
  readonly topTop: number;
  readonly topBottom: number;
  readonly bottomBottom: number;
}

/** With the third powers, which show how skewed the units are. */
export interface RatioMoments extends RatioSums {
  readonly topTopTop: number;
  readonly topTopBottom: number;
  readonly topBottomBottom: number;
  readonly bottomBottomBottom: number;
}

/** Σ top ÷ Σ bottom with its standard error, in the unit of top per unit of bottom. */
export interface RatioEstimate {
  readonly ratio: number;
  /** `null` with fewer than two units. */
  readonly standardError: number | null;
}

/** The sums over units. */
export function ratioSums(units: readonly RatioUnit[]): RatioSums {
  const sums = { n: units.length, top: 0, bottom: 0, topTop: 0, topBottom: 0, bottomBottom: 0 };
  for (const { top, bottom } of units) {
    sums.top += top;
    sums.bottom += bottom;
    sums.topTop += top * top;
    sums.topBottom += top * bottom;
    sums.bottomBottom += bottom * bottom;
  }
  return sums;
}

/** The sums over units, third powers included. */
export function ratioMoments(units: readonly RatioUnit[]): RatioMoments {
  const cubes = { topTopTop: 0, topTopBottom: 0, topBottomBottom: 0, bottomBottomBottom: 0 };
  for (const { top, bottom } of units) {
    cubes.topTopTop += top ** 3;
    cubes.topTopBottom += top * top * bottom;
    cubes.topBottomBottom += top * bottom * bottom;
    cubes.bottomBottomBottom += bottom ** 3;
  }
  return { ...ratioSums(units), ...cubes };
}

/**
 * Skewness of `top − ratio · bottom` over √n: how far the distribution of the ratio is from a normal one, above 0 where
 * large tops are rare; 0 where nothing varies.
 */
export function standardisedSkew(moments: RatioMoments, ratio: number): number {
  const squares = moments.topTop - 2 * ratio * moments.topBottom + ratio ** 2 * moments.bottomBottom;
  const cubes =
    moments.topTopTop -
    3 * ratio * moments.topTopBottom +
    3 * ratio ** 2 * moments.topBottomBottom -
    ratio ** 3 * moments.bottomBottomBottom;
  return squares > 0 ? cubes / squares ** 1.5 : 0;
}

/**
 * The distance, in its own standard errors, that a mean of skewed values has where a normal one has `quantile`: the
 * inverse of Hall's transformation. `skew`: skewness over √n.
 *
 * Source: Hall 1992, On the removal of skewness by transformation, (3.3).
 */
export function skewedQuantile(quantile: number, skew: number): number {
  if (Math.abs(skew) < 1e-6) return quantile;
  return (3 / skew) * (Math.cbrt(1 + skew * (quantile - skew / 6)) - 1);
}

/**
 * The ratio of the sums and its linearised standard error `√(Σ(top − R·bottom)² / (n(n−1))) / mean(bottom)`. `null`
 * where Σ bottom is 0: then there is no ratio, neither 0 nor infinity.
 *
 * Source: Cochran 1977, Sampling Techniques, 6.4 (ratio estimates).
 */
export function ratioEstimate({ n, top, bottom, topTop, topBottom, bottomBottom }: RatioSums): RatioEstimate | null {
  if (!(bottom > 0)) return null;
  const ratio = top / bottom;
  if (n < 2) return { ratio, standardError: null };
  const squares = Math.max(0, topTop - 2 * ratio * topBottom + ratio * ratio * bottomBottom);
  return { ratio, standardError: (Math.sqrt(squares / (n * (n - 1))) * n) / bottom };
}

/**
 * `exp(ln R ± quantile · se / R)`: valid for many units, a bottom that is clearly above 0, and tops of little skew.
 * `null` where R is not above 0.
 */
export function logDeltaInterval({ ratio, standardError }: RatioEstimate, quantile: number): Interval | null {
  if (standardError === null || !(ratio > 0)) return null;
  const spread = (quantile * standardError) / ratio;
  return [ratio * Math.exp(-spread), ratio * Math.exp(spread)];
}

/**
 * Fieller's g: the squared coefficient of variation of the mean of bottom, times the squared quantile. At 1 and above
 * the bottom is not distinguishable from 0 and no upper end exists. `null` with fewer than two units or without a
 * bottom.
 */
export function fiellerG(sums: RatioSums, quantile: number): number | null {
  if (sums.n < 2 || !(sums.bottom > 0)) return null;
  const mean = sums.bottom / sums.n;
  return (quantile * quantile * covariances(sums).bottom) / (sums.n * mean * mean);
}

/**
 * Fieller's interval: the ratios that a t-test of "mean(top − R · bottom) = 0" does not reject. `high` is `null` where
 * g is 1 or above; `null` where even a lower end is missing (the tops are not distinguishable from 0 either).
 *
 * Source: Fieller 1954.
 */
export function fiellerInterval(sums: RatioSums, quantile: number): readonly [low: number, high: number | null] | null {
  const g = fiellerG(sums, quantile);
  if (g === null) return null;
  const meanTop = sums.top / sums.n;
  const meanBottom = sums.bottom / sums.n;
  const variances = covariances(sums);
  const factor = (quantile * quantile) / sums.n;
  const a = meanBottom * meanBottom - factor * variances.bottom;
  const b = meanTop * meanBottom - factor * variances.both;
  const c = meanTop * meanTop - factor * variances.top;
  const root = Math.sqrt(Math.max(0, b * b - a * c));
  if (g < 1) return [(b - root) / a, (b + root) / a];
  // The bottom may be 0, so every ratio from the positive root on is possible. The root exists where the tops are
  // clearly above 0.
  return c > 0 && a < 0 ? [(b - root) / a, null] : null;
}

function covariances({ n, top, bottom, topTop, topBottom, bottomBottom }: RatioSums) {
  const over = (square: number, product: number) => (square - product / n) / (n - 1);
  return {
    top: over(topTop, top * top),
    both: over(topBottom, top * bottom),
    bottom: over(bottomBottom, bottom * bottom),
  };
}
