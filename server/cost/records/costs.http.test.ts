import { afterAll, describe, expect, test } from 'vitest';
import { telemetrySetup } from '#test/builders/telemetry-setup.ts';

const { system, key, at } = await telemetrySetup();
afterAll(() => system.dispose());

const post = (costs: unknown[], given: { key?: string } = {}) =>
  system.api('POST', '/api/v1/costs', { key: given.key ?? key, body: { costs } });
const cost = (id: string, more: Record<string, unknown> = {}) => ({
  id,
  at: at(),
  kind: 'tool',
  amount_usd: '0.01',
  ...more,
});

describe('POST /api/v1/costs responds', () => {
  test('207, and the same id again is a duplicate, also within one call', async () => {
    const first = await post([cost('c-1', { operation_id: 'op-1' }), cost('c-1', { amount_usd: 9 }), cost('c-2')]);
    expect(first.status).toBe(207);
    expect(first.body).toMatchObject({ accepted: 2, duplicates: 1, rejected: 0 });
    expect(first.body.results.map((one: { status: number }) => one.status)).toEqual([201, 200, 201]);
    expect((await post([cost('c-2')])).body).toMatchObject({ accepted: 0, duplicates: 1 });
    const [row] = await system.services.sql`select amount_pico::text as pico from cost_record where id = 'c-1'`;
    expect(row).toEqual({ pico: '10000000000' });
  });

  test('207 with amounts that no double holds, to the last decimal', async () => {
    await post([cost('exact', { amount_usd: '999999.000000000001' }), cost('number', { amount_usd: 1.9e-8 })]);
    const rows = await system.services
      .sql`select id, amount_pico::text as pico from cost_record where id in ('exact', 'number') order by id`;
    expect(rows.map(({ pico }) => pico)).toEqual(['999999000000000001', '19000']);
  });

  test.for<[string, Record<string, unknown>, string, string]>([
    ['a cost below zero', { amount_usd: -1 }, '/amount_usd', 'below_zero'],
    ['NaN', { amount_usd: 'NaN' }, '/amount_usd', 'not_an_amount'],
    ['more than 12 decimals', { amount_usd: '0.0000000000001' }, '/amount_usd', 'too_precise'],
    ['more than a million', { amount_usd: 1_000_001 }, '/amount_usd', 'too_large'],
    ['no amount', { amount_usd: null }, '/amount_usd', 'invalid_type'],
    ['an unknown kind', { kind: 'llm' }, '/kind', 'invalid_value'],
    ['a time that is none', { at: 'yesterday' }, '/at', 'invalid_format'],
    ['a time before any raw event', { at: '2025-01-01T00:00:00Z' }, '/at', 'too_old'],
    ['a version without its prompt', { version: 3 }, '/prompt', 'custom'],
    ['a field that it does not have', { currency: 'EUR' }, '/currency', 'unknown_field'],
  ])('422 in its line for %s, and writes the others', async ([sentence, more, path, code]) => {
    const { status, body } = await post([cost(`bad ${sentence}`, more), cost(`good ${sentence}`)]);
    expect(status).toBe(207);
    expect(body).toMatchObject({ accepted: 1, rejected: 1 });
    expect(body.results[0]).toMatchObject({ id: `bad ${sentence}`, status: 422, path, code });
  });

  test('400 for NaN where JSON has no such value, 422 for text that cannot be stored and for more than a thousand, 403 without the scope', async () => {
    const raw = `{"costs":[{"id":"n","at":"${at()}","kind":"tool","amount_usd":NaN}]}`;
    expect((await system.api('POST', '/api/v1/costs', { key, raw })).status).toBe(400);
    expect((await post([cost('text', { name: 'a\u0000b' })])).status).toBe(422);
    expect((await post(Array.from({ length: 1001 }, (_, i) => cost(`many-${i}`)))).status).toBe(422);
    expect((await post([cost('reader')], { key: await system.key(['read']) })).status).toBe(403);
  });
});
