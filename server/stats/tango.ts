import type { Interval } from './interval.ts';
import { normalCdf, normalQuantile } from './normal.ts';

/** A paired yes/no comparison: pairs that only the candidate, only the baseline got right, of `n` ≥ 1 in all. */
export interface DiscordantPairs {
  readonly candidateOnly: number;
  readonly baselineOnly: number;
  readonly n: number;
}

const HALVINGS = 60;

/**
 * Score statistic of "the difference candidate − baseline is `delta`" (−1 < delta < 1); standard normal where that is
 * true. Unlike a Wald statistic it has a positive variance even where no pair differs.
 *
 * Source: Tango 1998, Statistics in Medicine 17:891, with the restricted maximum likelihood estimate in closed form.
 */
export function tangoStatistic({ candidateOnly, baselineOnly, n }: DiscordantPairs, delta: number): number {
  const b = -(candidateOnly + baselineOnly) + (2 * n - candidateOnly + baselineOnly) * delta;
  const c = -baselineOnly * delta * (1 - delta);
  const root = (-b + Math.sqrt(Math.max(0, b * b - 8 * n * c))) / (4 * n);
  const nuisance = Math.max(root, 0, -delta);
  const variance = n * (2 * nuisance + delta - delta * delta);
  const distance = candidateOnly - baselineOnly - n * delta;
  if (variance > 0) return distance / Math.sqrt(variance);
  return distance === 0 ? 0 : Math.sign(distance) * Number.POSITIVE_INFINITY;
}

/**
 * One-sided p-value of "the candidate is worse by `margin` or more" (0 < margin < 1): at or below α the candidate is
 * proven not worse within the margin.
 */
export function tangoNonInferiorityP(pairs: DiscordantPairs, margin: number): number {
  return normalCdf(-tangoStatistic(pairs, -margin));
}

/**
 * The differences candidate − baseline (−1..1) that the score test does not reject, two-sided at `1 − alpha`. For a
 * one-sided bound at level `a` take the end of the interval at `alpha = 2a`. `null` without pairs.
 */
export function tangoInterval(pairs: DiscordantPairs, alpha = 0.05): Interval | null {
  if (pairs.n === 0) return null;
  const z = normalQuantile(1 - alpha / 2);
  return [crossing(pairs, z), crossing(pairs, -z)];
}

/** The difference at which the statistic, which falls with delta, equals `target`. */
function crossing(pairs: DiscordantPairs, target: number): number {
  let low = -1;
  let high = 1;
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (tangoStatistic(pairs, middle) > target) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
