import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { acceptedRows, anyRows, anyServed, HALF_HOURS_AROUND } from '#test/builders/price-rows-at-random.ts';
import type { ConditionsEntry, PriceRowEntry } from './check-price-row.ts';
import { readPriceRow } from './check-price-row.ts';
import { DAYS, minuteOfWeek, weekOf } from './hours.ts';
import type { Conditions, PriceRow } from './price-row.ts';
import { tiesOf } from './ties.ts';

const codesOf = (...entries: Partial<PriceRowEntry>[]): string[] => {
  const rows = entries.map((entry, i) => {
    const full = { meter: 'tokens_in', per: 1, amount: 1, effective_from: '2026-01-01', ...entry };
    const { row, problems } = readPriceRow(full, '', String(i));
    if (!row) throw new Error(JSON.stringify(problems));
    return row;
  });
  return tiesOf(rows).map(({ first, second, code }) => `${first} ${second} ${code}`);
};
const when = (...conditions: ConditionsEntry[]) => codesOf(...conditions.map((each) => ({ when: each })));
const hours = (from: string, to: string, tz = 'UTC', days: string[] | null = null): ConditionsEntry => ({
  hours: { tz, days, from, to },
});
const BATCH = { service_tier: 'batch' };
const LONG = { input_tokens_gte: 272_000 };
const US = { region: 'us' };

describe('rows are refused that', () => {
  test.each<[string, string[], string[]]>([
    ['begin at the same time', codesOf({}, {}), ['0 1 same_time']],
    ['begin at the same time under the same conditions', when(BATCH, {}, BATCH), ['0 2 same_time']],
    [
      'begin before another one’s stated end',
      codesOf({ effective_to: '2026-06-01' }, { effective_from: '2026-05-31' }),
      ['0 1 overlap'],
    ],
    [
      'lie within another one with a stated end',
      codesOf({ effective_to: '2027-01-01' }, { effective_from: '2026-05-31', effective_to: '2026-07-01' }),
      ['0 1 overlap'],
    ],
    ['have conditions on different facts', when({}, BATCH, LONG), ['1 2 tie']],
    [
      'share a condition and have others on different facts',
      when({ ...BATCH, ...US }, { ...BATCH, ...LONG }),
      ['0 1 tie'],
    ],
    ['have hours that overlap in part', when(hours('01:00', '04:00'), hours('03:00', '06:00')), ['0 1 tie']],
    [
      'have hours that overlap past midnight on Sunday',
      when(hours('22:00', '06:00', 'UTC', ['sun']), hours('05:00', '09:00', 'UTC', ['mon'])),
      ['0 1 tie'],
    ],
    [
      'have hours of two zones',
      when(hours('01:00', '04:00'), hours('09:00', '10:00', 'Asia/Shanghai')),
      ['0 1 two_time_zones'],
    ],
    [
      'have a row for both that ends first',
      codesOf({ when: BATCH }, { when: LONG }, { when: { ...BATCH, ...LONG }, effective_to: '2026-03-01' }),
      ['0 1 tie'],
    ],
    [
      'have a row for both that was withdrawn',
      codesOf({ when: BATCH }, { when: LONG }, { when: { ...BATCH, ...LONG }, state: 'withdrawn' }),
      ['0 1 tie'],
    ],
  ])('%s', (_, codes, expected) => expect(codes).toEqual(expected));

  test('are reported with the row that would decide', () => {
    const row = (more: Conditions): PriceRow => ({
      id: '',
      meter: 'tokens_in',
      per: 1,
      amountPico: 1n,
      currency: 'USD',
      effectiveFromMs: 0,
      effectiveToMs: null,
      when: more,
      state: 'listed',
      sourceUrl: null,
      checkedAtMs: null,
    });
    expect(tiesOf([row({ serviceTier: 'batch' }), row({ inputTokensGte: 272_000 })])[0]?.message).toBe(
      'Both would price service_tier batch with input_tokens_gte 272000, and neither is more specific. Add a row for exactly that, or narrow one of them. Meter: tokens_in.',
    );
  });
});

describe('rows are accepted that', () => {
  test.each<[string, string[]]>([
    [
      'follow each other without an end',
      codesOf({}, { effective_from: '2026-02-01' }, { effective_from: '2026-03-01' }),
    ],
    ['begin at the time when another ends', codesOf({ effective_to: '2026-02-01' }, { effective_from: '2026-02-01' })],
    [
      'have an end and lie within one without an end',
      codesOf({}, { effective_from: '2026-02-01', effective_to: '2026-03-01' }),
    ],
    ['price different meters', codesOf({}, { meter: 'tokens_out' })],
    ['were withdrawn', codesOf({}, { state: 'withdrawn' })],
    ['are for different tiers', when(BATCH, { service_tier: 'flex' }, { ...BATCH, ...US })],
    ['narrow each other', when({}, BATCH, { ...BATCH, ...US }, { ...BATCH, ...US, ...LONG })],
    ['have higher thresholds', when({ input_tokens_gte: 128_000 }, LONG)],
    ['have a row for both', when(BATCH, LONG, { ...BATCH, ...LONG })],
    [
      'have rows for both one after the other',
      codesOf(
        { when: BATCH },
        { when: LONG },
        { when: { ...BATCH, ...LONG }, effective_to: '2026-03-01' },
        { when: { ...BATCH, ...LONG }, effective_from: '2026-03-01' },
      ),
    ],
    ['have hours that do not overlap', when({}, hours('01:00', '04:00'), hours('06:00', '10:00'))],
    ['have hours within others', when(hours('01:00', '08:00'), hours('02:00', '04:00', 'UTC', ['mon']))],
    [
      'have hours of two zones for different tiers',
      when(
        { ...BATCH, ...hours('01:00', '04:00') },
        { service_tier: 'flex', ...hours('01:00', '04:00', 'Asia/Shanghai') },
      ),
    ],
  ])('%s', (_, codes) => expect(codes).toEqual([]));
});

/** A grid of requests: two conditions match the same points of it exactly if they are the same. */
const TIERS = [undefined, 'batch', 'priority'];
const REGIONS = [undefined, 'us'];
const SPEEDS = [undefined, 'fast'];
const TOKENS = [0, 999, 1000, 1999, 2000, 5000];

/** The values of each dimension that match a condition, computed directly from its fields. */
function lettersOf(when: Conditions): string[] {
  const week = when.hours === undefined ? null : weekOf(when.hours);
  const halfHours = Array.from({ length: 336 }, (_, i) => i * 30);
  return [
    TIERS.filter((tier) => when.serviceTier === undefined || tier === when.serviceTier).join(),
    REGIONS.filter((region) => when.region === undefined || region === when.region).join(),
    SPEEDS.filter((speed) => when.speed === undefined || speed === when.speed).join(),
    TOKENS.filter((tokens) => tokens >= (when.inputTokensGte ?? 0)).join(),
    halfHours.filter((m) => week === null || week.some(([from, to]) => from <= m && m < to)).join(),
  ];
}
const isPartOf = (a: string, b: string): boolean => {
  const wider = new Set(b.split(','));
  return a.split(',').every((value) => wider.has(value));
};

/**
 * The rows that price a request by the definition: of all that apply, those without a narrower one, and without a later
 * one of the same conditions.
 */
function winners(rows: readonly PriceRow[], request: { served: Conditions; tokens: number; atMs: number }): PriceRow[] {
  const { served, tokens, atMs } = request;
  const holding = rows.filter(({ when: w, state, effectiveFromMs, effectiveToMs }) => {
    if (state === 'withdrawn' || effectiveFromMs > atMs || (effectiveToMs !== null && effectiveToMs <= atMs))
      return false;
    if (w.serviceTier !== undefined && w.serviceTier !== served.serviceTier) return false;
    if (w.region !== undefined && w.region !== served.region) return false;
    if (w.speed !== undefined && w.speed !== served.speed) return false;
    if (tokens < (w.inputTokensGte ?? 0)) return false;
    if (w.hours === undefined) return true;
    const minute = minuteOfWeek(w.hours.tz, atMs);
    return weekOf(w.hours).some(([from, to]) => from <= minute && minute < to);
  });
  return holding.filter((row) => {
    const own = lettersOf(row.when);
    return !holding.some((other) => {
      const theirs = lettersOf(other.when);
      const narrower = theirs.every((values, i) => isPartOf(values, own[i] ?? ''));
      const wider = own.every((values, i) => isPartOf(values, theirs[i] ?? ''));
      return other !== row && narrower && (!wider || other.effectiveFromMs > row.effectiveFromMs);
    });
  });
}

const anyRequest = fc.record({
  served: anyServed,
  tokens: fc.constantFrom(...TOKENS),
  atMs: fc.constantFrom(...HALF_HOURS_AROUND),
});

property.prop([acceptedRows, fc.array(anyRequest, { minLength: 1, maxLength: 20 })], { numRuns: 300 })(
  'of accepted rows, at most one prices any request at any instant, also while clocks change',
  (rows, requests) => {
    expect(tiesOf(rows)).toEqual([]);
    for (const meter of ['tokens_in', 'tokens_out']) {
      const ofMeter = rows.filter((row) => row.meter === meter);
      for (const request of requests) expect(winners(ofMeter, request).length).toBeLessThanOrEqual(1);
    }
  },
);

property.prop([anyRows], { numRuns: 300 })('rows that never apply together are not refused', (rows) => {
  const hasWeek = ({ when: w }: PriceRow) => w.hours !== undefined;
  for (const { first, second, code } of tiesOf(rows)) {
    const [a, b] = [rows[first], rows[second]];
    if (a === undefined || b === undefined) throw new Error('a tie of rows that are not there');
    expect(a.meter).toBe(b.meter);
    expect(a.effectiveFromMs < (b.effectiveToMs ?? Infinity) && b.effectiveFromMs < (a.effectiveToMs ?? Infinity)).toBe(
      true,
    );
    const together = lettersOf(a.when).map((values, i) =>
      values.split(',').filter((v) => (lettersOf(b.when)[i] ?? '').split(',').includes(v)),
    );
    if (code !== 'two_time_zones') expect(together.every((values) => values.length > 0)).toBe(true);
    else expect(hasWeek(a) && hasWeek(b)).toBe(true);
  }
});

test('the grid has an instant of every day of a week in every zone', () => {
  for (const tz of ['UTC', 'Europe/Berlin', 'Australia/Lord_Howe']) {
    const days = new Set(HALF_HOURS_AROUND.map((atMs) => DAYS[Math.floor(minuteOfWeek(tz, atMs) / 1440)]));
    expect(days.size).toBe(7);
  }
});
