import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { telemetrySetup } from '#test/builders/telemetry-setup.ts';

const { system, key, at, event, send, get } = await telemetrySetup();
afterAll(() => system.dispose());

describe('POST /api/v1/events responds 207', () => {
  test('with 201 for each new event and 200 for each that was there', async () => {
    const first = await send([event('a-1'), event('a-2'), event('a-1')]);
    expect(first).toMatchObject({ status: 207, body: { accepted: 2, duplicates: 1, rejected: 0 } });
    expect(first.body.results.map((one: { status: number }) => one.status)).toEqual([201, 201, 200]);
    const again = await send([event('a-2'), event('a-3')]);
    expect(again.body).toMatchObject({ accepted: 1, duplicates: 1 });
  });

  test('keeping the good events of a batch and naming what is wrong with the others', async () => {
    const { body } = await send([
      event('b-1'),
      event('b-2', { latency_ms: 'fast' }),
      event('b-3', { version: 2 }),
      event('b-4', { environment: 'moon' }),
      { id: 'b-5', model: 'm' },
      event('b-6', { latencyMs: 3 }),
      event('b-7', { at: '2019-01-01T00:00:00Z' }),
      event('b-8', { quality: 1.2 }),
      event('b-9', { user: 'a\u0000b' }),
      17,
    ]);
    expect(body).toMatchObject({ accepted: 1, duplicates: 0, rejected: 9 });
    const codes = body.results.map((one: { code?: string; path?: string }) => [one.code, one.path]);
    expect(codes).toEqual([
      [undefined, undefined],
      ['invalid_type', '/latency_ms'],
      ['version_without_prompt', '/version'],
      ['unknown_environment', '/environment'],
      ['missing_field', '/at'],
      ['unknown_field', '/latencyMs'],
      ['too_old', '/at'],
      ['invalid_value', '/quality'],
      ['invalid_text', '/user'],
      ['invalid_event', ''],
    ]);
    expect(body.results[1].message).toContain('latency_ms must be a number');
  });

  test('to NDJSON with gzip, where a line that is no JSON is a wrong event', async () => {
    const lines = `${JSON.stringify(event('c-1'))}\n\n{"id": oh}\n${JSON.stringify(event('c-2'))}\n`;
    const response = await system.api('POST', '/api/v1/events', {
      key,
      raw: gzipSync(lines),
      headers: { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' },
    });
    expect(response).toMatchObject({ status: 207, body: { accepted: 2, rejected: 1 } });
    expect(response.body.results[1]).toMatchObject({ status: 422, code: 'malformed_json' });
  });

  test('setting a time in the future to that of receipt, and moving times by the skew that sent_at shows', async () => {
    const future = await send([event('d-1', { at: at(-3_600_000) })]);
    expect(future.body.results[0]).toMatchObject({ status: 201, code: 'clock_skew' });
    expect((await get('/api/v1/events/d-1')).body).toMatchObject({ at: at(), clock_skew: true });
    const slow = { sent_at: at(600_000), events: [event('d-2', { at: at(660_000) })] };
    expect((await system.api('POST', '/api/v1/events', { key, body: slow })).status).toBe(207);
    expect((await get('/api/v1/events/d-2')).body.at).toBe(at(60_000));
  });

  test('with the same response to the same Idempotency-Key and body, writing once', async () => {
    const batch = [
      event('k-1', { service: 'keyed', at: at(-3_600_000) }),
      event('k-2', { service: 'keyed', version: 1 }),
      event('k-1'),
    ];
    const first = await send(batch, { 'idempotency-key': 'batch-1' });
    const again = await send(batch, { 'idempotency-key': 'batch-1' });
    expect(first.body).toMatchObject({ accepted: 1, duplicates: 1, rejected: 1 });
    expect(first.body.results[0].code).toBe('clock_skew');
    expect(again.body).toEqual(first.body);
    expect((await get('/api/v1/events?service=keyed')).body.data).toHaveLength(1);
    expect((await get('/api/v1/events?id=k-1')).body.data).toHaveLength(1);
  });

  test('with the price of the model on that date where cost_usd is left out, and unknown where there is none', async () => {
    await system.api('POST', '/api/v1/models', {
      key,
      body: {
        provider: 'acme',
        model_id: 'priced',
        prices: [
          { effective_from: '2026-01-01T00:00:00Z', input_per_mtok: 10, output_per_mtok: 20 },
          { effective_from: '2026-03-01T00:00:00Z', input_per_mtok: 1, output_per_mtok: 2 },
        ],
      },
    });
    const tokens = { tokens_in: 1000, tokens_out: 500 };
    await send([
      event('p-1', { model: 'priced', ...tokens }),
      event('p-2', { model: 'priced', ...tokens, at: '2026-02-10T00:00:00Z' }),
      event('p-3', { model: 'nobody-knows', ...tokens }),
      event('p-4', { model: 'priced', ...tokens, cost_usd: 0.5 }),
      event('p-5', { model: 'priced' }),
    ]);
    const cost = async (id: string) => (await get(`/api/v1/events/${id}`)).body.cost_usd;
    expect(await Promise.all(['p-1', 'p-2', 'p-3', 'p-4', 'p-5'].map(cost))).toEqual([0.002, 0.02, null, 0.5, null]);
    expect((await get('/api/v1/events/p-1')).body).toMatchObject({ provider: 'acme', registered: { model: true } });
    expect((await get('/api/v1/events/p-3')).body).toMatchObject({ provider: 'unknown', registered: { model: false } });
  });
});

describe('POST /api/v1/events refuses the whole call with', () => {
  test('400 for a body that is not JSON or uses a forbidden key', async () => {
    for (const raw of ['{"events": [', '{"events": [{"__proto__": {"a": 1}}]}', '\xff']) {
      expect((await system.api('POST', '/api/v1/events', { key, raw })).status, raw).toBe(400);
    }
  });
  test('401 without a key and 403 with a key for something else', async () => {
    expect((await system.api('POST', '/api/v1/events', { body: { events: [] } })).status).toBe(401);
    const reader = await system.key(['read']);
    expect((await system.api('POST', '/api/v1/events', { key: reader, body: { events: [] } })).status).toBe(403);
  });
  test('413 for more than a megabyte', async () => {
    const big = { events: [event('x', { input: 'x'.repeat(1_100_000) })] };
    expect((await system.api('POST', '/api/v1/events', { key, body: big })).status).toBe(413);
  });
  test('415 for another content type', async () => {
    const raw = 'id,at';
    const response = await system.api('POST', '/api/v1/events', { key, raw, headers: { 'content-type': 'text/csv' } });
    expect(response.status).toBe(415);
  });
  test('422 for more than 1,000 events, no list of events, a wrong sent_at, a reused Idempotency-Key', async () => {
    const many = await send(Array.from({ length: 1001 }, (_, i) => event(`many-${i}`)));
    expect(many).toMatchObject({ status: 422, body: { code: 'too_many_events' } });
    expect(await system.api('POST', '/api/v1/events', { key, body: [] })).toMatchObject({ status: 422 });
    const sentAt = await system.api('POST', '/api/v1/events', { key, body: { events: [], sent_at: 'now' } });
    expect(sentAt.body.errors[0].path).toBe('/sent_at');
    await send([event('r-1')], { 'idempotency-key': 'reused' });
    const reused = await send([event('r-2')], { 'idempotency-key': 'reused' });
    expect(reused).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
  });
});
