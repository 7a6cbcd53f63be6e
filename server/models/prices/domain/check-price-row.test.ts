import { expect, test } from 'vitest';
import { type ConditionsEntry, type PriceRowEntry, readPriceRow } from './check-price-row.ts';

const entry = (more: Partial<PriceRowEntry> = {}): PriceRowEntry => ({
  meter: 'tokens_in',
  per: 1_000_000,
  amount: '2.50',
  currency: 'USD',
  effective_from: '2026-01-01',
  ...more,
});
const faultsOf = (more: Partial<PriceRowEntry>) =>
  (readPriceRow(entry(more), '/prices/0', 'x').problems ?? []).map(({ path, code }) => `${path} ${code}`);
const when = (more: ConditionsEntry, meter = 'tokens_in') => faultsOf({ meter, when: more });
const hours = (more: Partial<NonNullable<ConditionsEntry['hours']>>) =>
  when({ hours: { tz: 'UTC', days: ['mon'], from: '01:00', to: '04:00', ...more } });

test('a right row is read with every field', () => {
  const { row } = readPriceRow(
    entry({
      meter: 'tokens_cache_write',
      effective_from: '2026-01-01T02:00:00+02:00',
      effective_to: '2026-07-01',
      state: 'announced',
      source_url: 'https://example.com/pricing',
      checked_at: '2026-06-30T12:00:00Z',
      when: {
        service_tier: 'priority',
        region: 'us-east-1',
        speed: 'fast',
        cache_ttl: '1h',
        input_tokens_gte: 272_000,
        hours: { tz: 'asia/shanghai', days: ['mon', 'fri'], from: '22:00', to: '06:00' },
      },
    }),
    '/prices/0',
    'row-1',
  );
  expect(row).toEqual({
    id: 'row-1',
    meter: 'tokens_cache_write',
    per: 1_000_000,
    amountPico: 2_500_000_000_000n,
    currency: 'USD',
    effectiveFromMs: Date.parse('2026-01-01T00:00:00Z'),
    effectiveToMs: Date.parse('2026-07-01T00:00:00Z'),
    when: {
      serviceTier: 'priority',
      region: 'us-east-1',
      speed: 'fast',
      cacheTtl: '1h',
      inputTokensGte: 272_000,
      hours: { tz: 'Asia/Shanghai', days: ['mon', 'fri'], from: '22:00', to: '06:00' },
    },
    state: 'announced',
    sourceUrl: 'https://example.com/pricing',
    checkedAtMs: Date.parse('2026-06-30T12:00:00Z'),
  });
});

test.each<[string, string[], string]>([
  ['an unknown meter', faultsOf({ meter: 'tokens' }), '/prices/0/meter unknown_meter'],
  ['a meter that every object has', faultsOf({ meter: 'toString' }), '/prices/0/meter unknown_meter'],
  ['a tool without a name', faultsOf({ meter: 'tool_calls:' }), '/prices/0/meter unknown_meter'],
  ['an amount below zero', faultsOf({ amount: -0.01 }), '/prices/0/amount below_zero'],
  ['an amount that is none', faultsOf({ amount: Number.NaN }), '/prices/0/amount not_an_amount'],
  ['a price for nothing', faultsOf({ per: 0 }), '/prices/0/per out_of_range'],
  ['a price for half a token', faultsOf({ per: 0.5 }), '/prices/0/per out_of_range'],
  ['an unknown currency', faultsOf({ currency: 'XXX' }), '/prices/0/currency unknown_currency'],
  ['another currency', faultsOf({ currency: 'EUR' }), '/prices/0/currency unknown_currency'],
  [
    'a day that its month does not have',
    faultsOf({ effective_from: '2026-02-30' }),
    '/prices/0/effective_from invalid_time',
  ],
  [
    'a time without a zone',
    faultsOf({ effective_from: '2026-02-01T00:00:00' }),
    '/prices/0/effective_from invalid_time',
  ],
  ['a day before 1970', faultsOf({ effective_from: '1969-12-31' }), '/prices/0/effective_from invalid_time'],
  [
    'an end before the beginning',
    faultsOf({ effective_to: '2025-12-31' }),
    '/prices/0/effective_to ends_before_it_begins',
  ],
  ['an end at the beginning', faultsOf({ effective_to: '2026-01-01' }), '/prices/0/effective_to ends_before_it_begins'],
  ['an end that is no time', faultsOf({ effective_to: 'never' }), '/prices/0/effective_to invalid_time'],
  ['an unknown state', faultsOf({ state: 'cancelled' }), '/prices/0/state unknown_state'],
  ['a source that is no address', faultsOf({ source_url: 'javascript:alert(1)' }), '/prices/0/source_url invalid_url'],
  ['a check that is no time', faultsOf({ checked_at: 'today' }), '/prices/0/checked_at invalid_time'],
  ['a tier in capitals', when({ service_tier: 'Batch' }), '/prices/0/when/service_tier invalid_name'],
  ['a region of nothing', when({ region: '' }), '/prices/0/when/region invalid_name'],
  ['an unknown time to live', when({ cache_ttl: '2h' }, 'tokens_cache_write'), '/prices/0/when/cache_ttl unknown_ttl'],
  [
    'a time to live of a meter that is no cache write',
    when({ cache_ttl: '1h' }),
    '/prices/0/when/cache_ttl wrong_meter',
  ],
  ['a threshold of nothing', when({ input_tokens_gte: 0 }), '/prices/0/when/input_tokens_gte out_of_range'],
  ['half a token as threshold', when({ input_tokens_gte: 1.5 }), '/prices/0/when/input_tokens_gte out_of_range'],
  ['an unknown time zone', hours({ tz: 'Mars/Olympus' }), '/prices/0/when/hours/tz unknown_time_zone'],
  ['no days', hours({ days: [] }), '/prices/0/when/hours/days unknown_day'],
  ['an unknown day', hours({ days: ['mon', 'holiday'] }), '/prices/0/when/hours/days unknown_day'],
  ['a beginning that is no time of day', hours({ from: '25:00' }), '/prices/0/when/hours/from invalid_clock'],
  ['a beginning at the end of a day', hours({ from: '24:00' }), '/prices/0/when/hours/from invalid_clock'],
  ['an end that is no time of day', hours({ to: '04:60' }), '/prices/0/when/hours/to invalid_clock'],
  ['no hours at all', hours({ to: '01:00' }), '/prices/0/when/hours/to no_hours'],
  ['all hours of all days', hours({ days: null, from: '00:00', to: '24:00' }), '/prices/0/when/hours/days all_week'],
])('%s is refused by its field', (_, faults, expected) => expect(faults).toEqual([expected]));

test('all faults are reported at once', () => {
  expect(faultsOf({ meter: 'x', per: -1, amount: 'x', currency: 'x', state: 'x', when: { region: '!' } })).toHaveLength(
    6,
  );
});
