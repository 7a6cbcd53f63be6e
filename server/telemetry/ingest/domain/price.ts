import { inForceAt } from '#server/models/domain/prices.ts';

/** US dollars per million tokens since a date. */
export type Price = {
  effectiveFromMs: number;
  inputPerMtok: number;
  outputPerMtok: number;
  cachedInputPerMtok: number | null;
};

export type TokenCounts = { tokensIn: number | null; tokensOut: number | null; tokensCached: number | null };

const sinceMs = ({ effectiveFromMs }: Price): number => effectiveFromMs;

/** The price in force at `at` (ms), of prices in any order; null before the first. */
export const priceAt = (prices: readonly Price[], at: number): Price | null => inForceAt(prices, at, sinceMs);

/**
 * Cost in US dollars × 10^9, whole. Cached tokens are part of `tokensIn` and cost their own price where there is one.
 * Null, never 0, where a number that has a price is unknown.
 */
export function costNanoOf(price: Price, tokens: TokenCounts): number | null {
  const { tokensIn, tokensOut } = tokens;
  if (tokensIn === null && price.inputPerMtok > 0) return null;
  if (tokensOut === null && price.outputPerMtok > 0) return null;
  if (tokensIn === null && tokensOut === null) return null;
  const cached = Math.min(tokens.tokensCached ?? 0, tokensIn ?? 0);
  const fresh = (tokensIn ?? 0) - cached;
  const perMtok =
    fresh * price.inputPerMtok +
    cached * (price.cachedInputPerMtok ?? price.inputPerMtok) +
    (tokensOut ?? 0) * price.outputPerMtok;
  return Math.round(perMtok * 1000);
}
