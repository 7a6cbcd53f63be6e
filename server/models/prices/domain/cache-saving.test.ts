import { describe, expect, test } from 'vitest';
import { priceRows } from '#test/builders/price-rows.ts';
import { formatAmount } from './amount.ts';
import { cacheSaving, readsToBreakEven } from './cache-saving.ts';
import { priceUsage } from './price-usage.ts';

const AT = Date.parse('2026-11-27T04:00:00Z');
// $ per million: in 3, read 0.30, written 3.75 (litellm#36452).
const rows = priceRows(['tokens_in', 3], ['tokens_out', 0], ['tokens_cached', 0.3], ['tokens_cache_write', 3.75]);
const usage = (reads: number, writes: number) => ({
  tokens_in: reads + writes,
  tokens_cached: reads,
  tokens_cache_write: writes,
});

describe('what a cache saved', () => {
  test.each([
    [0, 20_000, '-0.015'],
    [20_000, 0, '0.054'],
    [1000, 20_000, '-0.0123'],
    [20_000, 500, '0.053625'],
  ])('of %d tokens read and %d written is %s dollars', (reads, writes, dollars) => {
    const saved = cacheSaving(rows, usage(reads, writes), AT);
    expect(saved === null ? null : formatAmount(saved)).toBe(dollars);
  });

  test('is unknown where a price is', () => {
    expect(cacheSaving(priceRows(['tokens_in', 3], ['tokens_out', 0]), usage(1, 0), AT)).toBeNull();
  });

  test.each([
    [1, 0.675],
    [10, 0.2045],
  ])('one write and %d reads cost %d of reading without a cache', (reads, share) => {
    const { totalPico } = priceUsage(rows, usage(reads * 1000, 1000), AT);
    expect(Number(totalPico) / ((reads + 1) * 1000 * 3_000_000)).toBeCloseTo(share, 4);
  });

  test.each([
    ['a quarter more to write, a tenth to read', 100n, 10n, 125n, 0.278],
    ['nothing more to write', 100n, 10n, 100n, 0],
    ['no less to read', 100n, 100n, 125n, null],
  ])('%s', (_, fresh, read, write, reads) => {
    const found = readsToBreakEven(fresh, read, write);
    expect(found === null ? null : Math.round(found * 1000) / 1000).toBe(reads);
  });
});
