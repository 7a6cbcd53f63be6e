import { expect, test } from 'vitest';
import { priceRows } from '#test/builders/price-rows.ts';
import { compareInvoice } from './compare.ts';
import { type LedgerGroup, ledgerLines } from './ledger-lines.ts';
import { billedModels } from './scope.ts';

const ROWS = priceRows(
  ['tokens_in', '3'],
  ['tokens_in', '1.5', { when: { service_tier: 'batch' } }],
  ['tokens_in', '6', { when: { input_tokens_gte: 200_000 } }],
  ['tokens_in', '3', { when: { input_tokens_gte: 200_000, service_tier: 'batch' } }],
  ['tokens_cached', '0.3'],
  ['tokens_cache_write', '3.75'],
  ['tokens_cache_write', '6', { when: { cache_ttl: '1h' } }],
  ['tokens_out', '15'],
);
const DAY = 20_530;
const USD = 10n ** 12n;
const group = (more: Partial<LedgerGroup>): LedgerGroup => ({
  ...{ day: DAY, model: 'acme/a', atMs: DAY * 86_400_000, serviceTier: 'default', region: 'eu', inputTokensFrom: 0 },
  ...{ costKnown: true, sent: false, requests: 10, tokensIn: 1_000_000, tokensOut: 100_000, tokensCached: 200_000 },
  ...{ tokensReasoning: 0, tokensCacheWrite: 100_000, written5m: 40_000, written1h: 60_000 },
  // 0.7 M at 3, 0.2 M at 0.3, 40 k at 3.75, 60 k at 6, 0.1 M at 15.
  costPico: 4_170_000_000_000n,
  ...more,
});
const lines = (...groups: LedgerGroup[]) => ledgerLines(groups, () => ROWS);
const total = (found: ReturnType<typeof lines>) => found.reduce((sum, { amountPico }) => sum + amountPico, 0n);
const byMeter = (found: ReturnType<typeof lines>) =>
  Object.fromEntries(found.map(({ meter, quantity, amountPico }) => [meter, [quantity, Number(amountPico) / 1e12]]));

test('a cost computed here is split by the rows that price it, to the last digit', () => {
  expect(byMeter(lines(group({})))).toEqual({
    tokens_in: [700_000, 2.1],
    tokens_cached: [200_000, 0.06],
    'tokens_cache_write:5m': [40_000, 0.15],
    'tokens_cache_write:1h': [60_000, 0.36],
    tokens_out: [100_000, 1.5],
  });
  const batch = lines(group({ serviceTier: 'batch', costPico: 3_120_000_000_000n }));
  expect(byMeter(batch).tokens_in).toEqual([700_000, 1.05]);
  // Ten requests of 100,000 tokens each are not one of a million.
  const long = lines(group({ inputTokensFrom: 200_000, costPico: 6_270_000_000_000n }));
  expect(byMeter(long).tokens_in).toEqual([700_000, 4.2]);
});

test('what storing rounds goes to the largest meter; what other rows gave stands apart', () => {
  expect(total(lines(group({ costPico: 4_170_000_000_500n })))).toBe(4_170_000_000_500n);
  const changed = lines(group({ costPico: 5n * USD }));
  expect(changed.filter(({ unsplit }) => unsplit === 'other_rows')).toMatchObject([
    { meter: 'all meters', amountPico: 830_000_000_000n },
  ]);
  expect(total(changed)).toBe(5n * USD);
});

test('a cost that came with the events is split in the same proportions, and one without rows not at all', () => {
  const sent = lines(group({ sent: true, costPico: 3n * USD + 1n }));
  expect(total(sent)).toBe(3n * USD + 1n);
  expect(sent.every(({ sentPico, amountPico, unsplit }) => sentPico === amountPico && unsplit === null)).toBe(true);
  expect(ledgerLines([group({ sent: true, costPico: USD })], () => [])).toMatchObject([
    { meter: 'all meters', quantity: 0, amountPico: USD, unsplit: 'no_price' },
  ]);
});

test('requests of unknown cost have units and no amount: the invoice’s price for them is the class no_price', () => {
  const own = lines(
    group({ tokensCached: 0, tokensCacheWrite: 0, written5m: 0, written1h: 0, costKnown: false, costPico: 0n }),
  );
  expect(own).toMatchObject([
    { meter: 'tokens_in', quantity: 1_000_000, unpricedQuantity: 1_000_000, amountPico: 0n },
    { meter: 'tokens_out', unpricedQuantity: 100_000 },
  ]);
  const billed = { day: DAY, model: 'acme/a', roundingPico: 1n };
  const found = compareInvoice(
    own,
    [
      { ...billed, meter: 'tokens_in', quantity: 1_100_000, amountPico: 33n * (USD / 10n) },
      { ...billed, meter: 'tokens_out', quantity: 100_000, amountPico: (3n * USD) / 2n },
    ],
    [],
  );
  expect(found.classes).toEqual([
    { because: 'traffic_not_seen', amountPico: -3n * (USD / 10n), rows: 1 },
    { because: 'no_price', amountPico: -45n * (USD / 10n), rows: 2 },
  ]);
});

test('meters that one side does not have are compared as one: caches without a time, and a model without meters', () => {
  const own = lines(group({}));
  const billed = { day: DAY, model: 'acme/a', quantity: 100_000, roundingPico: 1n };
  const written = compareInvoice(own, [{ ...billed, meter: 'tokens_cache_write', amountPico: 510_000_000_000n }], []);
  expect(written.rows.find(({ meter }) => meter === 'tokens_cache_write')).toMatchObject({
    ledgerUnits: 100_000,
    parts: [],
  });
  const whole = compareInvoice(own, [{ ...billed, quantity: null, meter: 'all meters', amountPico: 4n * USD }], []);
  expect(whole.rows).toMatchObject([
    {
      ...{ meter: 'all meters', ledgerUnits: null, differencePico: 170_000_000_000n },
      parts: [{ because: 'remainder', evidence: { reason: 'not_split' } }],
    },
  ]);
});

test('an invoice is compared with every model of its provider, and an alias with the dated model that is billed', () => {
  const { nameOf } = billedModels('openai', ['openai/gpt-4o-2024-08-06', '']);
  expect(['openai/gpt-4o-2024-08-06', 'openai/gpt-4o', 'openai/o3', 'azure/gpt-4o', 'anthropic/x'].map(nameOf)).toEqual(
    ['openai/gpt-4o-2024-08-06', 'openai/gpt-4o-2024-08-06', 'openai/o3', null, null],
  );
});
