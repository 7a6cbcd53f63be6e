import type { Interval } from './interval.ts';
import { normalQuantile } from './normal.ts';

/** A count of successes out of `n` trials; `0 ≤ successes ≤ n`. */
export interface Proportion {
  readonly successes: number;
  readonly n: number;
}

/**
 * Wilson's score interval of one proportion, two-sided at `1 − alpha`. `null` when nothing was observed.
 * For a one-sided bound at level `a` take the end of the interval at `alpha = 2a`.
 *
 * Source: Wilson 1927; vectors Newcombe 1998, table I.
 */
export function wilsonInterval({ successes, n }: Proportion, alpha = 0.05): Interval | null {
  if (n === 0) return null;
  const z = normalQuantile(1 - alpha / 2);
  const share = successes / n;
  const shrink = 1 + (z * z) / n;
  const centre = (share + (z * z) / (2 * n)) / shrink;
  const half = (z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n))) / shrink;
  // At 0/n and n/n the end is exactly 0 or 1; rounding would give an error of 1e-17.
  return [successes === 0 ? 0 : Math.max(0, centre - half), successes === n ? 1 : Math.min(1, centre + half)];
}
