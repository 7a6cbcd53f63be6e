import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contentOf } from './authorization/fingerprint.ts';
import { type ApiResponse, type System, startSystem } from './harness/system.ts';
import { rollUp } from './harness/telemetry.ts';

/* Inputs that once caused a fault, one line each; test/fuzz.test.ts searches for new ones. */

let system: System;
let key: string;
const NOW = '2026-05-01T12:00:00.000Z';

beforeAll(async () => {
  system = await startSystem({ now: NOW });
  key = await system.key(undefined, { owner: await system.person({ role: 'admin' }) });
  await system.services.sql`update project set stores_bodies = true`;
  const made = [
    await post('/api/v1/prompts', { name: 'p', type: 'text' }),
    await post('/api/v1/prompts/p/versions', { template: 'Say {{x}}', config: { model: 'acme/m' } }),
    await system.api('PUT', '/api/v1/prompts/p/environments/staging', { key, body: { version: 1 } }),
    await post('/api/v1/models', { provider: 'acme', model_id: 'm' }),
    await post('/api/v1/datasets', { name: 'd' }),
    await post('/api/v1/datasets/d/items', [{ id: 'a', input: { q: 1 }, expected: 'yes' }]),
  ];
  expect(made.map(({ status }) => status)).toEqual([201, 201, 200, 201, 201, 201]);
});
afterAll(() => system.dispose());

const post = (path: string, body: unknown) => system.api('POST', path, { key, body });
const raw = (method: string, path: string, text: string, headers: Record<string, string> = {}): Promise<ApiResponse> =>
  system.api(method, path, { key, raw: text, headers });
const nested = '['.repeat(50_000) + ']'.repeat(50_000);
const event = (more: string) => `{"events":[{"id":"e","at":"${NOW}","model":"m"${more}}]}`;
const cursor = (values: unknown) => Buffer.from(JSON.stringify(values)).toString('base64url');
const ENDLESS = '[{"type":"json_schema","schema":{"const":1e999}}]';
const promptfoo = `?prompt=p&version=1&dataset=d&scorers=${encodeURIComponent('[{"type":"equals"}]')}`;

type Case = readonly [what: string, method: string, path: string, body: string | null, expected: string];

const cases: Case[] = [
  [
    'variables nested beyond what can be written again, to resolve',
    'POST',
    '/api/v1/resolve',
    `{"prompt":"p","environment":"staging","variables":{"x":${nested}}}`,
    '413 too_many_elements',
  ],
  [
    'variables nested more deeply than is stored, to resolve',
    'POST',
    '/api/v1/resolve',
    `{"prompt":"p","environment":"staging","variables":{"x":${nested.slice(49_900, 50_100)}}}`,
    '422 too_deep',
  ],
  [
    'an item nested as deeply',
    'POST',
    '/api/v1/datasets/d/items',
    `[{"id":"n","input":{"x":${nested}}}]`,
    '422 rejected_items',
  ],
  [
    'an endless number in the settings of a training',
    'PATCH',
    '/api/v1/models/acme/m',
    '{"training":{"config":{"x":1e999}}}',
    '422 invalid_number',
  ],
  [
    'an endless number where a model is registered',
    'POST',
    '/api/v1/models',
    '{"provider":"acme","model_id":"n","training":{"config":{"x":1e999}}}',
    '422 invalid_number',
  ],
  [
    'an endless number in the schema of a scorer',
    'POST',
    '/api/v1/eval-runs/import',
    `{"prompt":"p","version":1,"dataset":"d","results":[{"item":"a","output":"x"}],"scorers":${ENDLESS}}`,
    '422 invalid_number',
  ],
  [
    'an endless number in the scorers of a gate policy',
    'PUT',
    '/api/v1/prompts/p/gate',
    `{"revision":0,"scorers":${ENDLESS}}`,
    '422 invalid_number',
  ],
  [
    'an endless number in promptfoo’s variables',
    'POST',
    `/api/v1/eval-runs/import${promptfoo}`,
    '{"results":[{"vars":{"q":1e999},"provider":"x:y","response":{"output":"x"}}]}',
    '422 invalid_number',
  ],
  [
    'a key that has no UTF-8, to resolve',
    'POST',
    '/api/v1/resolve',
    '{"prompt":"p","environment":"staging","key":"\\ud800"}',
    '422 invalid_text',
  ],
  ['a cursor of another list', 'GET', `/api/v1/promotions?cursor=${cursor([1, 2])}`, null, '422 invalid_cursor'],
  [
    'a price since the year 0',
    'POST',
    '/api/v1/models',
    '{"provider":"acme","model_id":"n","prices":[{"effective_from":"0000-01-01","input_per_mtok":1,"output_per_mtok":1}]}',
    '422 invalid',
  ],
  [
    'a deployment in the year 0',
    'POST',
    '/api/v1/prompts/p/deployments/import',
    '{"deployments":[{"environment":"staging","version":1,"at":"0000-01-01T00:00:00Z","actor":"Bob"}]}',
    '422 invalid',
  ],
  ['a misspelt filter', 'GET', '/api/v1/prompts?tags=x', null, '422 invalid'],
  ['a name with U+0000', 'GET', '/api/v1/prompts/%00', null, '404 not_found'],
  ['an environment with U+0000', 'PUT', '/api/v1/prompts/p/environments/%00', '{"version":1}', '404 not_found'],
];

describe('is refused as the caller’s mistake, and nothing is written', () => {
  test.for(cases)('%s', async ([, method, path, body, expected]) => {
    const before = await contentOf(system);
    const response = body === null ? await system.api(method, path, { key }) : await raw(method, path, body);
    expect(`${response.status} ${response.body.code}`).toBe(expected);
    expect(await contentOf(system)).toEqual(before);
  });

  test('thousands of unknown fields: the response names a hundred', async () => {
    const fields = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`k${i}`, 1]));
    const response = await post('/api/v1/prompts', fields);
    expect([response.status, response.body.errors.length]).toEqual([422, 100]);
  });

  test.for([
    ['no HTTP at all', 'GARBAGE\r\n\r\n', 400, 'malformed_request'],
    [
      'headers of 20 kB',
      `GET /livez HTTP/1.1\r\nHost: x\r\nA: ${'a'.repeat(20_000)}\r\n\r\n`,
      431,
      'headers_too_large',
    ],
  ] as const)('%s', async ([, bytes, status, code]) => {
    const response = await new Promise<string>((resolve, reject) => {
      let text = '';
      const socket = connect(system.edge.port, '127.0.0.1', () => socket.write(bytes));
      socket.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      socket.on('end', () => resolve(text)).on('error', reject);
    });
    const [head = '', body = ''] = response.split('\r\n\r\n');
    expect(head).toContain(`HTTP/1.1 ${status} `);
    expect(head).toContain('application/problem+json');
    const requestId = /X-Request-Id: (\S+)/i.exec(head)?.[1];
    expect(JSON.parse(body)).toMatchObject({ status, code, instance: `urn:request:${requestId}` });
  });
});

describe('one bad of several', () => {
  test.for([
    ['an input nested too deeply', `,"input":${nested}`, '/input'],
    ['a field whose name has U+0000', ',"a\\u0000":1', '/a\ufffd'],
    ['a field whose name is half of a surrogate pair', ',"a\\ud800":1', '/a\ufffd'],
  ] as const)('events: %s is refused alone, with an Idempotency-Key too', async ([what, more, path]) => {
    const body = event(more).replace('[{', `[{"id":"good ${what}","at":"${NOW}","model":"m"},{`);
    const headers = { 'idempotency-key': randomBytes(8).toString('hex') };
    const responses = [
      await raw('POST', '/api/v1/events', body, headers),
      await raw('POST', '/api/v1/events', body, headers),
    ];
    for (const { status, body } of responses) {
      expect([status, body.accepted, body.rejected]).toEqual([207, 1, 1]);
      expect(body.results[1]).toMatchObject({ status: 422, path });
    }
  });

  test('outcomes: a time that the database cannot hold is refused alone', async () => {
    const outcome = (id: string, at: string) => ({ id, outcome_id: id, success: true, at });
    const response = await post('/api/v1/outcomes', {
      outcomes: [outcome('year 0', '0000-01-01T00:00:00Z'), outcome('now', NOW)],
    });
    expect(response.body).toMatchObject({
      accepted: 1,
      rejected: 1,
      results: [{ status: 422, path: '/at' }, { status: 201 }],
    });
  });

  test('items: a partial import that names an id with U+0000 gets the same response twice', async () => {
    const body = '[{"id":"kept","input":{"q":2}},{"id":"c\\u0000","input":{"q":2}}]';
    const send = () => raw('POST', '/api/v1/datasets/d/items?partial=true', body, { 'idempotency-key': 'partial' });
    const first = await send();
    expect([first.status, first.body.added, first.body.rejected[0].id]).toEqual([201, 1, 'c\u0000']);
    expect((await send()).body).toEqual(first.body);
  });
});

describe('is accepted as meant', () => {
  test('an Idempotency-Key on an address longer than an index entry', async () => {
    const path = `/api/v1/prompts/${randomBytes(4_500).toString('hex')}/versions`;
    const response = await raw('POST', path, '{"template":"x"}', { 'idempotency-key': 'long' });
    expect(response.status).toBe(404);
  });

  test('the words of headers in any case', async () => {
    const headers = { authorization: `bearer ${key}`, 'content-encoding': 'Identity' };
    const response = await system.api('POST', '/api/v1/events', { body: { events: [] }, headers });
    expect(response.status).toBe(207);
  });

  test('costs whose sum no column holds: the rollup goes on', async () => {
    const price = { effective_from: '2020-01-01', input_per_mtok: 1e6, output_per_mtok: 1e6 };
    await post('/api/v1/models', { provider: 'acme', model_id: 'dear', prices: [price] });
    const most = 2 ** 31 - 1;
    const events = Array.from({ length: 20 }, (_, i) => {
      return { id: `dear ${i}`, at: NOW, model: 'acme/dear', tokens_in: most, tokens_out: most };
    });
    expect((await post('/api/v1/events', { events })).body.accepted).toBe(20);
    await rollUp(system);
    const range = 'from=2026-05-01T12:00:00Z&to=2026-05-01T12:01:00Z&step=60&model=acme/dear';
    const { body } = await system.api('GET', `/api/v1/metrics?metric=requests&${range}`, { key });
    expect(body.series[0].points).toEqual([[NOW, 20]]);
  });
});

test('a range of 8,000 years is read without delaying other requests', async () => {
  const range = 'from=1970-01-01T00:00:00Z&to=9999-12-31T23:59:59Z';
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const { status } = await system.api('GET', `/api/v1/metrics?metric=requests&${range}`, { key });
  delay.disable();
  expect([status, delay.max / 1e6 < 500]).toEqual([200, true]);
});

test('the audit names the person without the key that they used', async () => {
  const { body } = await system.api('GET', '/api/v1/prompts/p', { key });
  expect(Object.keys(body.created_by)).toEqual(['kind', 'id', 'name']);
});
