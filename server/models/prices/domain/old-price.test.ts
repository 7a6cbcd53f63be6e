import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { readPriceRow } from './check-price-row.ts';
import { type OldPriceEntry, rowsOfOldPrice } from './old-price.ts';
import { priceUsage } from './price-usage.ts';
import { tiesOf } from './ties.ts';

const readAll = (...prices: OldPriceEntry[]) =>
  prices.flatMap(rowsOfOldPrice).map((entry, i) => readPriceRow(entry, `/prices/${i}`, String(i)));
const rowsOf = (...prices: OldPriceEntry[]) => readAll(...prices).flatMap(({ row }) => (row ? [row] : []));
const old = (more: Partial<OldPriceEntry> = {}): OldPriceEntry => ({
  effective_from: '2026-01-01',
  input_per_mtok: 3,
  output_per_mtok: 15,
  ...more,
});

describe('four numbers as rows', () => {
  test.each<[string, OldPriceEntry, number]>([
    [
      'charge cached and written input by their own numbers',
      old({ cached_input_per_mtok: 0.3, cache_write_per_mtok: 3.75 }),
      0.00426,
    ],
    ['charge them as other input where they have no number', old(), 0.0045],
    [
      'charge them nothing where their number is zero',
      old({ cached_input_per_mtok: 0, cache_write_per_mtok: 0 }),
      0.0027,
    ],
    ['accept the texts of the database', old({ input_per_mtok: '3.000', output_per_mtok: '15' }), 0.0045],
  ])('%s', (_, price, dollars) => {
    const usage = { tokens_in: 1000, tokens_cached: 200, tokens_cache_write: 400, tokens_out: 100 };
    const { totalPico } = priceUsage(rowsOf(price), usage, Date.parse('2026-11-27'));
    expect(Number(totalPico) / 1e12).toBeCloseTo(dollars, 12);
  });

  test('hold until the next', () => {
    const rows = rowsOf(old({ cached_input_per_mtok: 0.3 }), old({ effective_from: '2026-07-01', input_per_mtok: 2 }));
    expect(tiesOf(rows)).toEqual([]);
    const at = (day: string) =>
      priceUsage(rows, { tokens_in: 1_000_000, tokens_cached: 1_000_000, tokens_out: 0 }, Date.parse(day)).totalPico;
    expect([at('2026-06-30'), at('2026-07-01')]).toEqual([300_000_000_000n, 2_000_000_000_000n]);
  });

  test('lose the rounding error of a double and nothing else', () => {
    expect(rowsOf(old({ input_per_mtok: 0.1 * 3 }))[0]?.amountPico).toBe(300_000_000_000n);
  });

  test('are refused where a number is no price', () => {
    const problems = readAll(old({ input_per_mtok: -1, cached_input_per_mtok: 0 })).flatMap(
      (read) => read.problems ?? [],
    );
    expect(problems.map(({ code }) => code)).toEqual(['below_zero', 'below_zero']);
  });

  const dollars = fc.integer({ min: 0, max: 10_000 }).map((cents) => cents / 100);
  property.prop([dollars, dollars, fc.option(dollars), fc.nat(10 ** 6), fc.nat(10 ** 6), fc.nat(10 ** 6)])(
    'charge the same as the four numbers, to a billionth of a dollar',
    (input, output, cachedPrice, fresh, cached, out) => {
      const rows = rowsOf(old({ input_per_mtok: input, output_per_mtok: output, cached_input_per_mtok: cachedPrice }));
      const usage = { tokens_in: fresh + cached, tokens_cached: cached, tokens_out: out };
      const { totalPico } = priceUsage(rows, usage, Date.parse('2026-11-27'));
      // The arithmetic of `costNanoOf`, which priced events before there were rows.
      const nano = Math.round((fresh * input + cached * (cachedPrice ?? input) + out * output) * 1000);
      expect(Math.abs(Number(totalPico) / 1000 - nano)).toBeLessThanOrEqual(1);
    },
  );
});
