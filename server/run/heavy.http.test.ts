import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type System, startSystem } from '#test/harness/system.ts';

let system: System;
let key: string;
beforeAll(async () => {
  system = await startSystem();
  key = await system.key(undefined, { owner: await system.person({ role: 'editor', name: 'Ed' }) });
  await post('/api/v1/prompts', { name: 'asker', type: 'text' });
  await post('/api/v1/prompts/asker/versions', { template: '{{q}}', config: { model: 'openai/one' } });
  await post('/api/v1/datasets', { name: 'd' });
});
afterAll(() => system.dispose());

const post = (path: string, body: unknown) => system.api('POST', path, { key, body });
const raw = (path: string, bytes: Uint8Array | string, headers: Record<string, string> = {}) =>
  system.api('POST', path, { key, raw: bytes, headers });
const zipped = (head: string, unit: string, times: number, tail = '') =>
  gzipSync(Buffer.concat([Buffer.from(head), Buffer.alloc(unit.length * times, unit), Buffer.from(tail)]));
const GZIP = { 'content-encoding': 'gzip' };
const ITEMS = '/api/v1/datasets/d/items';
const IMPORT = '/api/v1/eval-runs/import';

const ITEM_COUNT = 3_000;
const items = Array.from({ length: ITEM_COUNT }, (_, i) => ({ id: `i${i}`, input: { q: `${i}?` }, expected: 'yes' }));
const run = {
  prompt: 'asker',
  version: 1,
  dataset: 'd',
  scorers: [{ type: 'equals' }],
  results: items.map(({ id }) => ({ item: id, output: 'yes' })),
};

describe('a large body', () => {
  test('is imported as a small one is, and audited with its sender and its request id', async () => {
    const response = await post(ITEMS, items);
    expect([response.status, response.body]).toMatchObject([201, { version: 1, added: ITEM_COUNT, rejected_total: 0 }]);
    const [row] = await system.services.sql`
      select actor->>'name' as name, request_id, ip from audit_row where action = 'dataset.import'`;
    expect(row).toMatchObject({ name: 'Ed', request_id: response.headers.get('x-request-id'), ip: '127.0.0.1' });
    const results = await raw(IMPORT, gzipSync(JSON.stringify(run)), GZIP);
    expect([results.status, results.body]).toMatchObject([202, { added: ITEM_COUNT }]);
  });

  test('gets the same response again under its Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'large' };
    const body = JSON.stringify(items.map((item) => ({ ...item, category: 'c' })));
    const first = await raw(ITEMS, body, headers);
    expect(first.status).toBe(201);
    expect((await raw(ITEMS, body, headers)).body).toEqual(first.body);
    expect((await raw(ITEMS, JSON.stringify(items), headers)).body.code).toBe('idempotency_key_reused');
  });

  test('gets the first 100 errors, and the number of all', async () => {
    const results = run.results.map((result) => ({ ...result, item: `no-${result.item}` }));
    const response = await post(IMPORT, { ...run, results });
    expect(response.status).toBe(422);
    expect([response.body.errors.length, response.body.errors_total]).toEqual([100, ITEM_COUNT]);
    const lines = await post(`${ITEMS}?partial=true`, [...items, ...items.map(({ id }) => ({ id: `n${id}` }))]);
    expect([lines.status, lines.body.unchanged + lines.body.changed]).toEqual([201, ITEM_COUNT]);
    expect([lines.body.rejected.length, lines.body.rejected_total]).toEqual([100, ITEM_COUNT]);
    const models = await post('/api/v1/models/import', { models: items.map(() => ({ provider: 'p' })) });
    expect([models.status, models.body.rejected.length, models.body.rejected_total]).toEqual([200, 100, ITEM_COUNT]);
  });

  test('imports nothing where thousands of lines are wrong, and its response stays short', async () => {
    const wrong = Array.from({ length: 10_001 }, () => ({ [`${'k'.repeat(2_000)}`]: 1 }));
    const response = await post(`${ITEMS}?partial=true`, wrong);
    expect([response.status, response.body.code, response.body.errors.length]).toEqual([422, 'rejected_items', 100]);
    expect(response.body.detail).toMatch(/Is this the right file/);
    expect(JSON.stringify(response.body).length).toBeLessThan(300_000);
  });

  test.each<[string, string, Uint8Array | string, Record<string, string>, number, string]>([
    ['75 MB of {} in gzip', IMPORT, zipped('{"results":[', '{},', 25_000_000, '{}]}'), GZIP, 413, 'payload_too_large'],
    ['45 MB of {} in gzip', IMPORT, zipped('{"results":[', '{},', 15_000_000, '{}]}'), GZIP, 413, 'too_many_elements'],
    ['45 MB of [[[[ in gzip', ITEMS, zipped('', '[', 45_000_000), GZIP, 413, 'too_many_elements'],
    [
      '45 MB of commas as CSV',
      ITEMS,
      zipped('a', ',', 45_000_000),
      { ...GZIP, 'content-type': 'text/csv' },
      413,
      'too_many_elements',
    ],
    [
      '45 MB of empty lines',
      ITEMS,
      zipped('', '\n', 45_000_000),
      { ...GZIP, 'content-type': 'application/x-ndjson' },
      413,
      'too_many_elements',
    ],
    [
      'an item of 2 MB',
      ITEMS,
      zipped('[{"id":"x","input":{"q":"', 'a', 2_000_000, '"}}]'),
      GZIP,
      422,
      'rejected_items',
    ],
    [
      'an output of 45 MB',
      IMPORT,
      zipped('{"results":[{"item":"i1","output":"', 'a', 45_000_000, '"}]}'),
      GZIP,
      422,
      'invalid',
    ],
    ['half a gzip', IMPORT, zipped('', 'abcdefgh', 50_000).subarray(0, 90), GZIP, 400, 'malformed_gzip'],
    [
      'a million empty lines as events',
      '/api/v1/events',
      '\n'.repeat(999_000),
      { 'content-type': 'application/x-ndjson' },
      413,
      'too_many_elements',
    ],
    [
      '333,000 events of {}',
      '/api/v1/events',
      `{"events":[${'{},'.repeat(333_000)}{}]}`.slice(0, 999_000),
      {},
      413,
      'too_many_elements',
    ],
    [
      'variables of 300,000 values',
      '/api/v1/resolve',
      `{"variables":[${'0,'.repeat(300_000)}0]}`,
      {},
      413,
      'too_many_elements',
    ],
    [
      'a version of 300,000 values',
      '/api/v1/prompts/asker/versions',
      `{"config":{"x":[${'0,'.repeat(300_000)}0]}}`,
      {},
      413,
      'too_many_elements',
    ],
  ])('of %s to %s is refused for its cost, whatever its size', async (_, path, bytes, headers, status, code) => {
    const response = await raw(path, bytes, headers);
    expect([response.status, response.body.code]).toEqual([status, code]);
  });

  test('is handled while ten of another key wait', async () => {
    const bomb = zipped('{"results":[', '{},', 15_000_000, '{}]}');
    const otherKey = await system.key(['evals']);
    const fresh = items.map((item) => ({ ...item, category: 'fresh' }));
    const bombs = Array.from({ length: 10 }, () => raw(IMPORT, bomb, GZIP));
    const other = system.api('POST', ITEMS, { key: otherKey, body: fresh });
    const [responses, { status }] = await Promise.all([Promise.all(bombs), other]);
    expect(status).toBe(201);
    expect(new Set(responses.map(({ body }) => body.code))).toEqual(new Set(['too_many_elements']));
  });

  test('needs a key, as every request', async () => {
    const response = await system.api('POST', ITEMS, { key: 'sy_wrong', body: items });
    expect(response.status).toBe(401);
  });
});

test('a page of a list ends before it would become too large, and the next page continues there', async () => {
  const long = 'x'.repeat(900_000);
  await post('/api/v1/datasets', { name: 'long' });
  await post(
    '/api/v1/datasets/long/items',
    Array.from({ length: 5 }, (_, i) => ({ id: `${i}`, input: { long } })),
  );
  const results = Array.from({ length: 5 }, (_, i) => ({ item: `${i}`, output: long }));
  const imported = await post(IMPORT, { ...run, dataset: 'long', results });
  await post('/api/v1/prompts', { name: 'long', type: 'text' });
  for (let i = 0; i < 5; i++) await post('/api/v1/prompts/long/versions', { template: `${i} ${long.slice(10)}` });
  const lists = [
    '/api/v1/datasets/long/items',
    `/api/v1/eval-runs/${imported.body.id}/results`,
    '/api/v1/prompts/long/versions',
  ];
  for (const list of lists) {
    const sizes: number[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await system.api('GET', `${list}?limit=200${cursor === '' ? '' : `&cursor=${cursor}`}`, { key });
      expect(page.status).toBe(200);
      sizes.push(page.body.data.length);
      cursor = page.body.next_cursor;
    }
    expect(sizes, list).toEqual(list.endsWith('results') ? [1, 1, 1, 1, 1] : [2, 2, 1]);
  }
});
