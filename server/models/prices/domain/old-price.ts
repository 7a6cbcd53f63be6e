import { readAmount } from './amount.ts';
import type { PriceRowEntry } from './check-price-row.ts';
import type { MeterName } from './meters.ts';

/** A price of four numbers, US dollars per million tokens, as in `prices[]` and the price table. */
export type OldPriceEntry = {
  effective_from: string;
  input_per_mtok: number | string;
  output_per_mtok: number | string;
  cached_input_per_mtok?: number | string | null;
  cache_write_per_mtok?: number | string | null;
};

const PER = 1_000_000;

/**
 * The rows that charge the same as the four numbers. Cached and written input without a number cost the same as other
 * input; they get rows of their own, because rows have no defaults. More than 12 decimals are rounded, because such
 * prices were always accepted; a number below zero or above a million is kept, so that `readPriceRow` refuses it.
 */
export function rowsOfOldPrice(price: OldPriceEntry): PriceRowEntry[] {
  const { input_per_mtok: input, output_per_mtok: output, effective_from } = price;
  const amounts: [MeterName, number | string][] = [
    ['tokens_in', input],
    ['tokens_out', output],
    ['tokens_cached', price.cached_input_per_mtok ?? input],
    ['tokens_cache_write', price.cache_write_per_mtok ?? input],
  ];
  return amounts.map(([meter, amount]) => ({
    meter,
    per: PER,
    amount: shortened(amount),
    currency: 'USD',
    effective_from,
    state: 'listed',
  }));
}

/** 13 and more decimals are the rounding error of a double: 0.1 × 3 is 0.30000000000000004. */
function shortened(amount: number | string): number | string {
  if (readAmount(amount).problem?.code !== 'too_precise') return amount;
  return Number(amount).toFixed(12);
}
