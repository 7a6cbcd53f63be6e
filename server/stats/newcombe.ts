import type { Interval } from '#server/stats/interval.ts';
import { type Proportion, wilsonInterval } from '#server/stats/wilson.ts';

/** A difference of two shares (−1..1) with its interval. */
export interface ShareDifference {
  readonly difference: number;
  readonly interval: Interval;
}

/**
 * Difference `first − second` of two independent proportions with Newcombe's hybrid score interval at `1 − alpha`.
 * `null` when either side was never observed.
 *
 * Source: Newcombe 1998, method 10 for independent proportions.
 */
export function newcombeDifference(first: Proportion, second: Proportion, alpha = 0.05): ShareDifference | null {
  const a = wilsonInterval(first, alpha);
  const b = wilsonInterval(second, alpha);
  if (a === null || b === null) return null;
  const p1 = first.successes / first.n;
  const p2 = second.successes / second.n;
  const difference = p1 - p2;
  const low = difference - Math.hypot(p1 - a[0], b[1] - p2);
  const high = difference + Math.hypot(a[1] - p1, p2 - b[0]);
  return { difference, interval: [low, high] };
}
