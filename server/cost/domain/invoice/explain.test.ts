import { expect, test } from 'vitest';
import { type BilledLine, type Difference, explainInvoice } from './explain.ts';
import type { LedgerLine } from './ledger-lines.ts';

const DAY = 20_000;
const CENT = 10n ** 10n;
/** Dollars per million tokens, × 10^12. */
const PRICES = { tokens_in: 3n * 10n ** 12n, tokens_cached: 3n * 10n ** 11n, tokens_out: 15n * 10n ** 12n } as const;
type Meter = keyof typeof PRICES;

const cost = (meter: Meter, units: number): bigint => (PRICES[meter] * BigInt(units)) / 1_000_000n;
/** Whatever a test does not speak of. */
const PLAIN = { unpricedQuantity: 0, sentPico: 0n, tierUnknown: false, unsplit: null };
const roundedToCents = (pico: bigint): bigint => ((pico + CENT / 2n) / CENT) * CENT;

/** Ten days of two models and three meters, the same in ledger and invoice; the invoice is rounded to cents. */
function month() {
  const ledger: LedgerLine[] = [];
  const invoice: BilledLine[] = [];
  for (let day = DAY; day < DAY + 10; day++) {
    for (const [m, model] of ['ferry-1', 'atlas-2'].entries()) {
      for (const [i, meter] of (Object.keys(PRICES) as Meter[]).entries()) {
        const quantity = 1_234_567 * (m + 1) + 1013 * (day - DAY) + 77 * i;
        const at = { day, model, meter, quantity };
        ledger.push({ ...PLAIN, ...at, amountPico: cost(meter, quantity) });
        invoice.push({ ...at, amountPico: roundedToCents(cost(meter, quantity)), roundingPico: CENT / 2n });
      }
    }
  }
  return { ledger, invoice };
}

const is = (line: { day: number; model: string; meter: string }, day: number, model: string, meter: Meter) =>
  line.day === day && line.model === model && line.meter === meter;
const sum = (found: readonly Difference[]) => found.reduce((total, { amountPico }) => total + amountPico, 0n);

test('four injected faults, each in its class to the cent, and the parts add up to the whole difference', () => {
  const { ledger, invoice } = month();
  // 1. Traffic that Switchyard has not seen: 200,000 units of ferry-1's output on the second day.
  for (const line of ledger.filter((one) => is(one, DAY + 1, 'ferry-1', 'tokens_out'))) {
    line.quantity -= 200_000;
    line.amountPico = cost('tokens_out', line.quantity);
  }
  // 2. A wrong price row: atlas-2's input at twice its price in the ledger.
  for (const line of ledger.filter((one) => one.model === 'atlas-2' && one.meter === 'tokens_in'))
    line.amountPico *= 2n;
  // 3. An unknown tier: ferry-1's input was served as batch at half the price on the third day.
  for (const line of ledger.filter((one) => is(one, DAY + 2, 'ferry-1', 'tokens_in'))) line.tierUnknown = true;
  for (const line of invoice.filter((one) => is(one, DAY + 2, 'ferry-1', 'tokens_in'))) {
    line.amountPico = roundedToCents(cost('tokens_in', line.quantity ?? 0) / 2n);
  }
  // 4. Rounding, which every line of the invoice has.
  const batch = {
    model: 'ferry-1',
    meter: 'tokens_in',
    condition: 'service_tier batch',
    amountPico: PRICES.tokens_in / 2n,
    per: 1_000_000,
  };
  const found = explainInvoice(ledger, invoice, [batch]);
  const of = (because: Difference['because']) => found.filter((one) => one.because === because);
  const dollars = (pico: bigint) => Number(pico) / 1e12;

  expect(of('traffic_not_seen')).toMatchObject([{ day: DAY + 1, model: 'ferry-1', evidence: { units: 200_000 } }]);
  expect(dollars(sum(of('traffic_not_seen')))).toBeCloseTo(-3, 2);
  expect(of('wrong_price')).toHaveLength(10);
  const doubled = ledger.filter((one) => one.model === 'atlas-2' && one.meter === 'tokens_in');
  expect(dollars(sum(of('wrong_price')))).toBeCloseTo(
    dollars(doubled.reduce((all, line) => all + line.amountPico / 2n, 0n)),
    1,
  );
  expect(of('tier_or_region')).toMatchObject([{ day: DAY + 2, evidence: { condition: 'service_tier batch' } }]);
  for (const { amountPico } of of('rounding')) expect(dollars(amountPico)).toBeLessThanOrEqual(0.005);
  const all =
    ledger.reduce((total, line) => total + line.amountPico, 0n) -
    invoice.reduce((total, line) => total + line.amountPico, 0n);
  expect(sum(found), 'nothing is left over').toBe(all);
});

test('what both have alike is no difference; what one alone has is named', () => {
  const at = { day: DAY, model: 'a', meter: 'tokens_in' };
  const own = { ...PLAIN, ...at, quantity: 10, amountPico: 50n };
  const billed = { ...at, quantity: 10, amountPico: 50n, roundingPico: 1n };
  expect(explainInvoice([own], [billed])).toEqual([]);
  expect(explainInvoice([own], [])).toMatchObject([
    { because: 'not_billed', amountPico: 50n, evidence: { units: 10 } },
  ]);
  expect(explainInvoice([], [{ ...billed, quantity: null }])).toMatchObject([
    { because: 'traffic_not_seen', amountPico: -50n },
  ]);
});

test('money alone: a condition that fits, else the price that the invoice implies', () => {
  const at = { day: DAY, model: 'a', meter: 'tokens_in' };
  const own = { ...PLAIN, ...at, quantity: 1_000_000, amountPico: 100n * CENT, tierUnknown: true };
  const billed = { ...at, quantity: null, amountPico: 50n * CENT, roundingPico: CENT / 2n };
  const flex = {
    model: 'a',
    meter: 'tokens_in',
    condition: 'service_tier flex',
    amountPico: 50n * CENT,
    per: 1_000_000,
  };
  expect(explainInvoice([own], [billed], [flex])).toMatchObject([
    { because: 'tier_or_region', amountPico: 50n * CENT },
  ]);
  expect(explainInvoice([own], [billed])).toMatchObject([
    { because: 'wrong_price', evidence: { perMillionPico: 50n * CENT } },
  ]);
});
