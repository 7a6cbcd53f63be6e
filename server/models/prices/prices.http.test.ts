import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readChanges } from '#server/audit/read-changes.ts';
import { type System, startSystem } from '#test/harness/system.ts';

let system: System;
let key: string;

beforeAll(async () => {
  system = await startSystem({ now: '2026-11-20T12:00:00Z' });
  key = await system.key(undefined, { owner: await system.person({ role: 'editor', name: 'Ed' }) });
});
afterAll(() => system.dispose());

const call = (method: string, path: string, body?: unknown) => system.api(method, path, { key, body });
const row = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  meter: 'tokens_in',
  per: 1_000_000,
  amount: '2.50',
  effective_from: '2026-01-01',
  ...more,
});
const register = (model_id: string, prices: unknown[]) =>
  call('POST', '/api/v1/models', { provider: 'acme', model_id, prices });
const patch = (model_id: string, prices: unknown[]) => call('PATCH', `/api/v1/models/acme/${model_id}`, { prices });
const marksOf = async (model: string) =>
  (await readChanges(system.ctx(), { from: new Date(0), to: new Date('2100-01-01'), kinds: ['price'] }))
    .filter((change) => change.model === model)
    .map(({ title, at }) => [at.toISOString().slice(0, 10), title])
    .sort();

describe('price rows', () => {
  test('are read back exactly as they hold, and can be sent again', async () => {
    const full = row({
      meter: 'tokens_cache_write',
      amount: '0.000000000001',
      effective_to: '2027-01-01T00:00:00+01:00',
      when: {
        service_tier: 'batch',
        region: 'us',
        speed: 'fast',
        cache_ttl: '1h',
        input_tokens_gte: 200_001,
        hours: { tz: 'asia/shanghai', days: ['tue', 'mon'], from: '09:00', to: '12:00' },
      },
      state: 'announced',
      source_url: 'https://acme.test/prices',
      checked_at: '2026-11-01',
    });
    const made = await register('full', [
      full,
      row({ amount: 123_456.123_456_789 }),
      row({ meter: 'tokens_out', amount: '123456.123456789012' }),
    ]);
    expect(made.status).toBe(201);
    expect(made.body.prices).toEqual([
      {
        ...full,
        amount: 0.000_000_000_001,
        currency: 'USD',
        effective_from: '2026-01-01T00:00:00.000Z',
        effective_to: '2026-12-31T23:00:00.000Z',
        when: {
          ...(full.when as object),
          hours: { tz: 'Asia/Shanghai', days: ['mon', 'tue'], from: '09:00', to: '12:00' },
        },
        checked_at: '2026-11-01T00:00:00.000Z',
      },
      expect.objectContaining({ meter: 'tokens_in', amount: 123_456.123_456_789, when: {}, state: 'listed' }),
      expect.objectContaining({ meter: 'tokens_out', amount: '123456.123456789012', effective_to: null }),
    ]);
    const again = await patch('full', made.body.prices);
    expect(again.body.prices).toEqual(made.body.prices);
    expect(await marksOf('acme/full')).toEqual([]);
  });

  test('take the place of a row of the same meter, conditions and beginning, and stand beside every other', async () => {
    await register('kept', [
      row(),
      row({ meter: 'tokens_out', amount: 10 }),
      row({ amount: 1, when: { service_tier: 'batch' } }),
    ]);
    const { body } = await patch('kept', [
      row({ amount: 3 }),
      row({ amount: 4, effective_from: '2026-12-01', state: 'announced' }),
      row({ amount: 1, when: { service_tier: 'batch' }, source_url: 'https://acme.test' }),
    ]);
    expect(
      body.prices.map((one: { meter: string; amount: number; when: object; effective_from: string }) => [
        one.meter,
        one.amount,
        one.when,
        one.effective_from.slice(0, 10),
      ]),
    ).toEqual([
      ['tokens_in', 3, {}, '2026-01-01'],
      ['tokens_in', 1, { service_tier: 'batch' }, '2026-01-01'],
      ['tokens_out', 10, {}, '2026-01-01'],
      ['tokens_in', 4, {}, '2026-12-01'],
    ]);
    expect(await marksOf('acme/kept')).toEqual([
      ['2026-01-01', 'acme/kept: $2.5 in, $10 out → $3 in, $10 out per Mtok'],
      ['2026-12-01', 'acme/kept: $2.5 in, $10 out → $4 in, $10 out per Mtok'],
    ]);
  });

  test('leave a mark that names what else changed, and what was taken back', async () => {
    const batch = { when: { service_tier: 'batch' } };
    await register('marked', [
      row(),
      row({ meter: 'tool_calls:search', per: 1000, amount: 10 }),
      row({ amount: 1, ...batch }),
    ]);
    await patch('marked', [
      row({ meter: 'tool_calls:search', per: 1000, amount: 12, effective_from: '2026-02-01' }),
      row({ amount: 0.5, ...batch, effective_from: '2026-03-01', state: 'announced' }),
    ]);
    await patch('marked', [row({ amount: 0.5, ...batch, effective_from: '2026-03-01', state: 'withdrawn' })]);
    expect(await marksOf('acme/marked')).toEqual([
      ['2026-02-01', 'acme/marked: tool_calls:search $10 per 1000 → $12 per 1000'],
      ['2026-03-01', 'acme/marked: tokens_in (batch) $1 per million → $0.5 per million'],
      ['2026-03-01', 'acme/marked: tokens_in (batch) withdrawn'],
    ]);
  });

  test('stand beside four numbers, which become rows', async () => {
    const four = { effective_from: '2026-01-01', input_per_mtok: 2, output_per_mtok: 8, cached_input_per_mtok: 0.5 };
    const { body } = await register('mixed', [four, row({ meter: 'requests', per: 1000, amount: 5 })]);
    expect(body.prices.map((one: { meter: string; amount: number }) => [one.meter, one.amount])).toEqual([
      ['requests', 5],
      ['tokens_cache_write', 2],
      ['tokens_cached', 0.5],
      ['tokens_in', 2],
      ['tokens_out', 8],
    ]);
  });
});

const batchAndLong = [row({ when: { service_tier: 'batch' } }), row({ when: { input_tokens_gte: 1000 } })];

describe('422', () => {
  test.each<[string, unknown[], [path: string, code: string][]]>([
    ['an unknown meter', [row({ meter: 'tokens' })], [['/prices/0/meter', 'unknown_meter']]],
    ['another currency', [row({ currency: 'EUR' })], [['/prices/0/currency', 'unknown_currency']]],
    ['an amount below zero', [row({ amount: -1 })], [['/prices/0/amount', 'below_zero']]],
    ['NaN', [row({ amount: 'NaN' })], [['/prices/0/amount', 'not_an_amount']]],
    ['13 decimals', [row({ amount: '0.0000000000001' })], [['/prices/0/amount', 'too_precise']]],
    ['more than a million dollars', [row({ amount: 1_000_001 })], [['/prices/0/amount', 'too_large']]],
    ['no units', [row({ per: 0 })], [['/prices/0/per', 'out_of_range']]],
    [
      'an end before the beginning',
      [row({ effective_to: '2025-12-31' })],
      [['/prices/0/effective_to', 'ends_before_it_begins']],
    ],
    [
      'an end at the beginning',
      [row({ effective_to: '2026-01-01' })],
      [['/prices/0/effective_to', 'ends_before_it_begins']],
    ],
    ['30 February', [row({ effective_from: '2026-02-30' })], [['/prices/0/effective_from', 'invalid_union']]],
    ['a state that is none', [row({ state: 'rumoured' })], [['/prices/0/state', 'invalid_value']]],
    [
      'a source that is no address',
      [row({ source_url: 'javascript:alert(1)' })],
      [['/prices/0/source_url', 'invalid_url']],
    ],
    [
      'a tier in capitals',
      [row({ when: { service_tier: 'Batch' } })],
      [['/prices/0/when/service_tier', 'invalid_name']],
    ],
    ['half a token', [row({ when: { input_tokens_gte: 0.5 } })], [['/prices/0/when/input_tokens_gte', 'out_of_range']]],
    ['a time to live of input', [row({ when: { cache_ttl: '5m' } })], [['/prices/0/when/cache_ttl', 'wrong_meter']]],
    [
      'a time zone that is none',
      [row({ when: { hours: { tz: 'Mars/Base', from: '01:00', to: '02:00' } } })],
      [['/prices/0/when/hours/tz', 'unknown_time_zone']],
    ],
    ['a field that no row has', [row({ price: 1 })], [['/prices/0/price', 'unknown_field']]],
    ['no amount', [row({ amount: undefined })], [['/prices/0/amount', 'required']]],
    [
      'four numbers with one below zero',
      [{ effective_from: '2026-01-01', input_per_mtok: 1, output_per_mtok: -1 }],
      [['/prices/0/output_per_mtok', 'too_small']],
    ],
    [
      'every wrong row, by its place',
      [row(), row({ meter: 'x' }), row({ per: 0.5, amount: 'much' })],
      [
        ['/prices/1/meter', 'unknown_meter'],
        ['/prices/2/amount', 'not_an_amount'],
        ['/prices/2/per', 'out_of_range'],
      ],
    ],
    ['two prices of one time', [row(), row({ amount: 1 })], [['/prices/1', 'same_time']]],
    [
      'two prices of one time that are withdrawn',
      [row({ state: 'withdrawn' }), row({ state: 'withdrawn' })],
      [['/prices/1', 'same_time']],
    ],
    [
      'an end that overlaps',
      [row({ effective_to: '2026-06-01' }), row({ effective_from: '2026-05-01' })],
      [['/prices/1', 'overlap']],
    ],
    ['a tie', batchAndLong, [['/prices/1', 'tie']]],
  ])('%s is named and nothing is written', async (_, prices, errors) => {
    const answer = await register('bad', prices);
    expect(answer.status).toBe(422);
    const named = answer.body.errors.map((error: { path: string; code: string }) => [error.path, error.code]);
    expect(named).toEqual(errors);
    expect((await call('GET', '/api/v1/models/acme/bad')).status).toBe(404);
  });

  test('a row that ties with a known one is named, and the rows beside it are not written', async () => {
    await register('tied', [row(), batchAndLong[0]]);
    const before = (await call('GET', '/api/v1/models/acme/tied')).body;
    const answer = await patch('tied', [row({ meter: 'tokens_out', amount: 1 }), batchAndLong[1]]);
    expect(answer.body.errors).toMatchObject([{ path: '/prices/1', code: 'tie' }]);
    expect((await call('GET', '/api/v1/models/acme/tied')).body).toEqual(before);
    const decided = await patch('tied', [
      batchAndLong[1],
      row({ when: { service_tier: 'batch', input_tokens_gte: 1000 } }),
    ]);
    expect(decided.status).toBe(200);
  });

  test('more rows than a model may have', async () => {
    const rows = (from: number) =>
      Array.from({ length: 300 }, (_, i) => row({ meter: `tool_calls:t${from + i}`, per: 1, amount: 1 }));
    expect((await register('many', rows(0))).status).toBe(201);
    expect((await patch('many', rows(300))).body.errors).toMatchObject([{ path: '/prices', code: 'too_many_prices' }]);
  });

  test('an import names the entry whose prices tie, also with known ones, and keeps the others', async () => {
    await register('imported', [row(), batchAndLong[0]]);
    const { body } = await call('POST', '/api/v1/models/import', [
      { provider: 'acme', model_id: 'imported', prices: [batchAndLong[1]] },
      { provider: 'acme', model_id: 'imported-2', prices: batchAndLong },
      { provider: 'acme', model_id: 'imported-3', prices: [row()] },
      { provider: 'acme', model_id: 'imported-3', prices: [row({ amount: 3 })] },
      { provider: 'acme', model_id: 'imported-3', prices: [row({ amount: 4 })] },
    ]);
    expect(body).toMatchObject({ created: 1, updated: 2, unchanged: 0, rejected_total: 2 });
    expect(body.rejected).toMatchObject([
      { model: 'acme/imported-2', path: '/prices/1', code: 'tie' },
      { model: 'acme/imported', path: '/prices/0', code: 'tie' },
    ]);
    expect((await call('GET', '/api/v1/models/acme/imported-3')).body.prices).toMatchObject([{ amount: 4 }]);
  });
});
