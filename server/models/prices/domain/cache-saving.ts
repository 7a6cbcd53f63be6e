import type { Pico } from './amount.ts';
import type { PriceRow } from './price-row.ts';
import { priceUsage, type ServedAs } from './price-usage.ts';
import type { Usage } from './usage.ts';

/**
 * What the provider's cache saved on a request: its cost if no input token had been cached, minus its cost. Negative
 * where writing cost more than reading saved; null where either cost is unknown.
 */
export function cacheSaving(rows: readonly PriceRow[], usage: Usage, atMs: number, served: ServedAs = {}): Pico | null {
  const { tokens_cached, tokens_cached_audio, tokens_cached_image, tokens_cache_write, ...uncached } = usage;
  const without = priceUsage(rows, uncached, atMs, served).totalPico;
  const actual = priceUsage(rows, usage, atMs, served).totalPico;
  return without === null || actual === null ? null : without - actual;
}

/**
 * Reads of each written token from which on a cache saves, by the prices of one token; null where cached input is no
 * cheaper than other input, because a cache then never saves.
 */
export function readsToBreakEven(freshPico: Pico, readPico: Pico, writePico: Pico): number | null {
  if (readPico >= freshPico) return null;
  return Math.max(0, Number(writePico - freshPico) / Number(freshPico - readPico));
}
