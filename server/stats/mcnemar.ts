import cdf from '@stdlib/stats-base-dists-binomial-cdf';

/**
 * Exact two-sided McNemar p-value of a paired yes/no comparison, from its discordant pairs alone: `firstOnly` pairs
 * succeeded only on the first side, `secondOnly` only on the second. 1 when no pair differs.
 *
 * Source: McNemar 1947 in its exact (sign test) form; the two-sided value doubles the smaller tail.
 */
export function mcnemarExactP(firstOnly: number, secondOnly: number): number {
  const discordant = firstOnly + secondOnly;
  if (discordant === 0) return 1;
  return Math.min(1, 2 * binomialCdf(Math.min(firstOnly, secondOnly), discordant, 0.5));
}

/** Probability of at most `successes` in `trials` independent trials that each succeed with probability `p`. */
export function binomialCdf(successes: number, trials: number, p: number): number {
  return cdf(successes, trials, p);
}
