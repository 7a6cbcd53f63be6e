import { describe, expect, test } from 'vitest';
import { costNanoOf, type Price, priceAt } from './price.ts';

const price = (more: Partial<Price> = {}): Price => ({
  effectiveFromMs: 0,
  inputPerMtok: 3,
  outputPerMtok: 15,
  cachedInputPerMtok: null,
  ...more,
});
const tokens = (tokensIn: number | null, tokensOut: number | null, tokensCached: number | null = null) => ({
  tokensIn,
  tokensOut,
  tokensCached,
});

describe('the cost of a request', () => {
  test.each<[string, Price, ReturnType<typeof tokens>, number | null]>([
    ['is tokens in and out by their prices', price(), tokens(1_000_000, 100_000), 4.5],
    ['takes cached tokens at their own price', price({ cachedInputPerMtok: 0.3 }), tokens(1_000_000, 0, 400_000), 1.92],
    ['takes cached tokens at the full price where they have none', price(), tokens(1_000_000, 0, 400_000), 3],
    ['never counts more cached tokens than there were', price({ cachedInputPerMtok: 0 }), tokens(10, 0, 20), 0],
    ['is unknown without tokens', price(), tokens(null, null), null],
    ['is unknown when a number with a price is', price(), tokens(100, null), null],
    ['is known without output where output is free', price({ outputPerMtok: 0 }), tokens(1_000_000, null), 3],
    ['keeps a billionth of a dollar', price({ inputPerMtok: 0.001 }), tokens(1, 0), 1e-9],
  ])('%s', (_, at, counts, dollars) => {
    const nano = costNanoOf(at, counts);
    expect(nano === null ? null : nano / 1e9).toBe(dollars);
  });
});

describe('the price in force', () => {
  const prices = [price({ effectiveFromMs: 200, inputPerMtok: 2 }), price({ effectiveFromMs: 100, inputPerMtok: 1 })];
  test.each([
    [99, undefined],
    [100, 1],
    [199, 1],
    [200, 2],
    [9e12, 2],
  ])('at %d is the newest that had begun', (at, inputPerMtok) => {
    expect(priceAt(prices, at)?.inputPerMtok).toBe(inputPerMtok);
  });
});
