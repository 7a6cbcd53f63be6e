/** US dollars per million tokens, in force from a time until the next price. */
export type Price = {
  effectiveFrom: Date;
  inputPerMtok: number;
  outputPerMtok: number;
  cachedInputPerMtok: number | null;
  cacheWritePerMtok: number | null;
};

/**
 * The price in force at `atMs`, or null before the first one. `prices` in any order; `sinceMs` says from when each is
 * in force, both in ms since 1970.
 */
export function inForceAt<P>(prices: readonly P[], atMs: number, sinceMs: (price: P) => number): P | null {
  let best: P | null = null;
  for (const price of prices) {
    if (sinceMs(price) <= atMs && (best === null || sinceMs(price) > sinceMs(best))) best = price;
  }
  return best;
}

const sinceMs = ({ effectiveFrom }: Price): number => effectiveFrom.getTime();

/** The price in force at `at`, or null before the first one. `prices` in any order. */
export const priceAt = <P extends Price>(prices: readonly P[], at: Date): P | null =>
  inForceAt(prices, at.getTime(), sinceMs);

/** Whether two prices charge the same amounts, at any times of beginning. */
export const samePrice = (a: Price, b: Price): boolean =>
  a.inputPerMtok === b.inputPerMtok &&
  a.outputPerMtok === b.outputPerMtok &&
  a.cachedInputPerMtok === b.cachedInputPerMtok &&
  a.cacheWritePerMtok === b.cacheWritePerMtok;

/** The prices that are new or differ from the known one of the same time: the prices to write. */
export function changedPrices(known: readonly Price[], given: readonly Price[]): Price[] {
  const byTime = new Map(known.map((price) => [price.effectiveFrom.getTime(), price]));
  return given.filter((price) => {
    const same = byTime.get(price.effectiveFrom.getTime());
    return same === undefined || !samePrice(same, price);
  });
}

/** `$2.5 in, $10 out`, as marks on charts name a price. */
export const priceText = (price: Price): string => `$${price.inputPerMtok} in, $${price.outputPerMtok} out`;
