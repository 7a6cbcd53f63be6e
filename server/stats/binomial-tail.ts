import cdf from '@stdlib/stats-base-dists-binomial-cdf';
import type { Proportion } from './wilson.ts';

/**
 * P(X ≥ successes) where X counts successes of `n` trials of probability `share` (0..1): how surprising it is to see that
 * many. 1 where none were needed.
 */
export function binomialTail({ successes, n }: Proportion, share: number): number {
  return successes <= 0 ? 1 : Math.max(0, 1 - cdf(successes - 1, n, share));
}
