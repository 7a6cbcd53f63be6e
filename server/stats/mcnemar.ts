import { binomialCdf } from '#server/stats/binomial.ts';

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
