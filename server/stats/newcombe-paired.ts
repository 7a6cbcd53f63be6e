import type { Interval } from './interval.ts';
import { type Proportion, wilsonInterval } from './wilson.ts';

/** The four cells of a paired yes/no comparison, as counts of pairs. */
export interface PairedTable {
  readonly both: number;
  readonly firstOnly: number;
  readonly secondOnly: number;
  readonly neither: number;
}

/**
 * Difference `first − second` of two proportions measured on the same items, with Newcombe's paired score interval at
 * `1 − alpha`. `null` when there is no pair. φ, the correlation of the two sides, is 0 where a margin is empty, and no
 * continuity correction is applied.
 *
 * Source: Newcombe 1998 (paired), method 10.
 */
export function newcombePairedDifference(pairs: PairedTable, alpha = 0.05): ShareDifference | null {
  const { both, firstOnly, secondOnly, neither } = pairs;
  const n = both + firstOnly + secondOnly + neither;
  const first = wilsonInterval({ successes: both + firstOnly, n }, alpha);
  const second = wilsonInterval({ successes: both + secondOnly, n }, alpha);
  if (first === null || second === null) return null;
  const p1 = (both + firstOnly) / n;
  const p2 = (both + secondOnly) / n;
  const phi = correlation(pairs);
  const difference = (firstOnly - secondOnly) / n;
  const low = difference - correlatedLength(p1 - first[0], second[1] - p2, phi);
  const high = difference + correlatedLength(first[1] - p1, p2 - second[0], phi);
  const interval: Interval = [Math.max(-1, low), Math.min(1, high)];
  return { difference, interval };
}

function correlation({ both, firstOnly, secondOnly, neither }: PairedTable): number {
  const margins = (both + firstOnly) * (secondOnly + neither) * (both + secondOnly) * (firstOnly + neither);
  return margins === 0 ? 0 : (both * neither - firstOnly * secondOnly) / Math.sqrt(margins);
}

function correlatedLength(a: number, b: number, phi: number): number {
  // As |φ| ≤ 1, the square is negative only by rounding.
  return Math.sqrt(Math.max(0, a * a - 2 * phi * a * b + b * b));
}

/** A difference of two shares (−1..1) with its interval. */
interface ShareDifference {
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
