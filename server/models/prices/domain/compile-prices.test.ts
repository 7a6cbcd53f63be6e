import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { priceRows } from '#test/builders/price-rows.ts';
import { acceptedRows, anyServed, HALF_HOURS_AROUND } from '#test/builders/price-rows-at-random.ts';
import { compilePrices } from './compile-prices.ts';
import { METERS } from './meters.ts';
import { priceUsage } from './price-usage.ts';
import type { Usage } from './usage.ts';

const count = fc.oneof(fc.constantFrom(0, 999, 1000, 2000), fc.nat(10 ** 7));
const maybeCount = fc.option(count);
const anyUsage: fc.Arbitrary<Usage> = fc.record(
  {
    tokens_in: maybeCount,
    tokens_out: maybeCount,
    tokens_reasoning: fc.option(fc.nat(500)),
    tokens_cached: fc.option(fc.nat(500)),
    tokens_cache_write: fc.oneof(
      fc.nat(100),
      fc.record({ '5m': fc.nat(100), '1h': fc.nat(100) }, { requiredKeys: [] }),
    ),
    seconds: fc.option(fc.double({ min: -1, max: 100 })),
    tool_calls: fc.option(fc.dictionary(fc.constantFrom('web_search', 'own'), fc.integer({ min: -1, max: 9 }))),
    images: fc.option(fc.nat(5)),
  },
  { requiredKeys: [] },
);

const EVERYTHING = priceRows(
  ['tokens_in', 7, { effective_from: '2020-01-01' }],
  ['tokens_out', 11, { effective_from: '2020-01-01' }],
);

/** Random rows of two meters, repeated for other meters. */
const rowsOfManyMeters = fc
  .tuple(acceptedRows, fc.subarray(Object.keys(METERS)), fc.boolean())
  .map(([rows, meters, tool]) => [
    ...rows,
    ...[
      ...meters.filter((meter) => meter !== 'tokens_in' && meter !== 'tokens_out'),
      ...(tool ? ['tool_calls:web_search'] : []),
    ].flatMap((meter) =>
      rows
        .filter((row) => row.meter === 'tokens_in')
        .map((row) => ({ ...row, id: `${row.id} ${meter}`, meter: meter as typeof row.meter })),
    ),
  ]);

const request = fc.tuple(anyUsage, fc.constantFrom(...HALF_HOURS_AROUND), anyServed);

property.prop([rowsOfManyMeters, fc.array(request, { minLength: 1, maxLength: 12 })], { numRuns: 500 })(
  'gives the same cost as `priceUsage` for every request',
  (rows, requests) => {
    const price = compilePrices(rows);
    for (const [usage, atMs, served] of requests) {
      const { totalPico, lacking } = priceUsage(rows, usage, atMs, served);
      expect(price(usage, atMs, served)).toEqual({ totalPico, lacking });
    }
  },
);

property.prop([acceptedRows, fc.array(fc.tuple(count, request), { minLength: 1, maxLength: 30 })], { numRuns: 500 })(
  'uses the same row where every token has a price and no count is missing',
  (rows, requests) => {
    const all = [...rows, ...EVERYTHING];
    const price = compilePrices(all);
    for (const [tokensIn, [, atMs, served]] of requests) {
      const usage = { tokens_in: tokensIn + 1, tokens_out: 1_000_000 };
      const { totalPico } = priceUsage(all, usage, atMs, served);
      expect(totalPico).not.toBeNull();
      expect(price(usage, atMs, served).totalPico).toBe(totalPico);
    }
  },
);

property.prop([
  fc.nat(2 ** 31 - 1),
  fc.nat(2 ** 31 - 1),
  fc.bigInt({ min: 0n, max: 10n ** 18n }),
  fc.integer({ min: 1, max: 10 ** 12 }),
])('is exact where a sum exceeds the exact integers of a double', (tokensIn, tokensOut, amountPico, per) => {
  const rows = priceRows(['tokens_in', 1, { per }], ['tokens_out', 1, { per }]).map((row) => ({ ...row, amountPico }));
  const usage = { tokens_in: tokensIn, tokens_out: tokensOut };
  expect(compilePrices(rows)(usage, Date.parse('2026-11-27')).totalPico).toBe(
    priceUsage(rows, usage, Date.parse('2026-11-27')).totalPico,
  );
});

test('does not carry facts of one request over to the next', () => {
  const price = compilePrices(priceRows(['tokens_in', 1, { when: { service_tier: 'batch' } }], ['tokens_out', 1]));
  const at = Date.parse('2026-11-27');
  expect(price({ tokens_in: 1, tokens_out: 1 }, at, { serviceTier: 'batch' }).totalPico).toBe(2_000_000n);
  expect(price({ tokens_in: 1, tokens_out: 1 }, at).totalPico).toBeNull();
});
