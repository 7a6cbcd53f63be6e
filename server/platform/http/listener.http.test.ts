import { request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type System, startSystem } from '#test/harness/system.ts';
import { invalid, unavailable } from '../faults.ts';
import { deleteOldResponses } from './idempotency.ts';
import { makeEdgeServer } from './listener.ts';
import { created, edgeRoute, ok } from './route.ts';

let system: System;
let base = '';
let calls = 0;
const gate = Promise.withResolvers<void>();
const logged: string[] = [];
const entered = Promise.withResolvers<void>();

const routes = [
  edgeRoute({
    method: 'POST',
    path: '/things',
    action: 'prompt.write',
    summary: 'Makes a thing',
    body: z.strictObject({ name: z.string().min(1), size: z.int().optional() }),
    maxBytes: 1000,
    creates: true,
    handle: async ({ body }) => {
      if (body.name === 'slow') {
        entered.resolve();
        await gate.promise;
      }
      if (body.name === 'refused') throw invalid('/name', 'name_refused', 'name is refused.');
      return created({ call: ++calls, name: body.name });
    },
  }),
  edgeRoute({
    method: 'GET',
    path: '/things/{name}',
    action: 'prompt.read',
    summary: 'One',
    handle: ({ params }) => ok(params),
  }),
  edgeRoute({
    method: 'POST',
    path: '/sums',
    action: 'prompt.write',
    summary: 'Computes for as long as its body requests',
    body: z.strictObject({ of: z.int() }),
    isHeavy: async ({ body }) => body.of > 1_000,
    handle: () => ok({ computed: 'here' }),
  }),
  edgeRoute({
    method: 'GET',
    path: '/hung',
    action: 'prompt.read',
    summary: 'Waits for a database that hangs',
    handle: () => new Promise<never>(() => undefined),
  }),
  edgeRoute({
    method: 'GET',
    path: '/broken',
    action: 'health.read',
    summary: 'Fails',
    handle: () => {
      throw new Error('secret host 10.0.0.1');
    },
  }),
  edgeRoute({
    method: 'GET',
    path: '/unavailable',
    action: 'health.read',
    summary: 'Is unavailable',
    handle: () => {
      throw unavailable();
    },
  }),
];

beforeAll(async () => {
  system = await startSystem();
  const actor = { kind: 'service' as const, id: 's', name: 'ci', role: 'editor' as const, scopes: ['registry'] };
  const hangs = new Promise<never>(() => undefined);
  const authenticate = (key: string) =>
    key === 'hangs' ? hangs : key === 'good' ? { project: system.project(), actor } : null;
  const note = (line: string) => void logged.push(line);
  const log = pino({ level: 'warn' }, { write: note });
  const server = makeEdgeServer({ ...system.services, log }, routes, authenticate, {
    readsWithinMs: 50,
    writesWithinMs: 2_000,
    handOver: async ({ chunks }) => ok({ computed: 'elsewhere', of: Buffer.concat(chunks).toString() }),
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  return () => {
    server.closeAllConnections();
    server.close();
  };
});
afterAll(() => system.dispose());

const post = (body: BodyInit, headers: Record<string, string> = {}) =>
  fetch(`${base}/things`, {
    method: 'POST',
    body,
    headers: { authorization: 'Bearer good', 'content-type': 'application/json', ...headers },
  });
const problem = async (response: Response) => {
  expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  const { instance, ...rest } = await response.json();
  expect(instance).toBe(`urn:request:${response.headers.get('x-request-id')}`);
  return rest;
};

describe('the edge listener', () => {
  test('201 carries a request id and is never cached', async () => {
    const response = await post('{"name":"a"}');
    expect(response.status).toBe(201);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
  test('201 again, word for word, for the same Idempotency-Key and body', async () => {
    const headers = { 'idempotency-key': 'k1' };
    const first = await (await post('{"name":"once"}', headers)).json();
    expect(await (await post('{"name":"once"}', headers)).json()).toEqual(first);
  });
  test('201 for a gzip body', async () => {
    expect((await post(gzipSync('{"name":"zip"}'), { 'content-encoding': 'gzip' })).status).toBe(201);
  });
  test.each([
    ['{"name":', {}, 400, 'malformed_json'],
    ['{"__proto__":{}}', {}, 400, 'malformed_json'],
    ['not gzip', { 'content-encoding': 'gzip' }, 400, 'malformed_gzip'],
    [`{"name":"${'x'.repeat(2000)}"}`, {}, 413, 'payload_too_large'],
    ['{}', { 'content-type': 'text/plain' }, 415, 'unsupported_media_type'],
    ['{}', { 'content-encoding': 'br' }, 415, 'unsupported_encoding'],
    ['{}', {}, 422, 'invalid'],
    ['[]', {}, 422, 'invalid'],
    ['{"name":"a","extra":1}', {}, 422, 'invalid'],
    ['{"name":"a\\u0000"}', {}, 422, 'invalid_text'],
    ['{"name":"refused"}', {}, 422, 'name_refused'],
  ])('%s with %j is refused with %i %s', async (body, headers, status, code) => {
    const response = await post(body, headers);
    expect(response.status).toBe(status);
    expect(await problem(response)).toMatchObject({ status, code });
  });
  test.each([
    [1, { computed: 'here' }],
    [1_001, { computed: 'elsewhere', of: '{"of":1001}' }],
  ])('200 for a sum of %d, computed where it delays no other request', async (of, computed) => {
    const headers = { authorization: 'Bearer good', 'content-type': 'application/json' };
    const response = await fetch(`${base}/sums`, { method: 'POST', headers, body: JSON.stringify({ of }) });
    expect(await response.json()).toEqual(computed);
  });
  test('401 is one identical body for missing, malformed and unknown keys', async () => {
    const bodies = await Promise.all(
      [undefined, 'good', 'Basic x', 'Bearer ', 'Bearer wrong'].map(async (authorization) => {
        const response = await fetch(`${base}/things/x`, { headers: authorization ? { authorization } : {} });
        expect(response.status).toBe(401);
        expect(response.headers.get('www-authenticate')).toBe('Bearer');
        return problem(response);
      }),
    );
    expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
  });
  test('404 for an unknown path and 405 with Allow for an unknown method', async () => {
    expect((await fetch(`${base}/nothing`)).status).toBe(404);
    const response = await fetch(`${base}/things`, { method: 'DELETE' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });
  test('409 while the first request of an Idempotency-Key still runs', async () => {
    const headers = { 'idempotency-key': 'k-slow' };
    const first = post('{"name":"slow"}', headers);
    await entered.promise;
    expect((await post('{"name":"slow"}', headers)).status).toBe(409);
    gate.resolve();
    expect((await first).status).toBe(201);
  });
  test('413 for a gzip bomb, judged by its inflated size', async () => {
    const response = await post(gzipSync(`{"name":"${'a'.repeat(5_000_000)}"}`), { 'content-encoding': 'gzip' });
    expect(response.status).toBe(413);
  });
  test('413 for a body without a declared length, as soon as it is too long', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const request = httpRequest(
        `${base}/things`,
        { method: 'POST', headers: { authorization: 'Bearer good', 'content-type': 'application/json' } },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      );
      request.on('error', reject);
      request.write('x'.repeat(3000));
      request.end();
    });
    expect(status).toBe(413);
  });
  test('422 for another body under a used Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'k2' };
    await post('{"name":"first"}', headers);
    const response = await post('{"name":"second"}', headers);
    expect(await problem(response)).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
  });
  test('422 for another query under a used Idempotency-Key, which makes it another request', async () => {
    const headers = { authorization: 'Bearer good', 'content-type': 'application/json', 'idempotency-key': 'k-query' };
    const ask = (query: string) => fetch(`${base}/things${query}`, { method: 'POST', body: '{"name":"q"}', headers });
    expect((await ask('?provider=a')).status).toBe(201);
    expect(await problem(await ask('?provider=b'))).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
    expect((await ask('?provider=a')).status).toBe(201);
  });
  test('201 anew once the response under an Idempotency-Key is a day old, and such responses are deleted', async () => {
    const headers = { 'idempotency-key': 'k-old' };
    const { sql } = system.services;
    const kept = () => sql`select 1 from idempotency_key where key = 'k-old'`;
    const { call } = await (await post('{"name":"old"}', headers)).json();
    await sql`update idempotency_key set created_at = now() - interval '25 hours' where key = 'k-old'`;
    expect((await (await post('{"name":"old"}', headers)).json()).call).toBe(call + 1);
    await deleteOldResponses(system.services);
    expect(await kept()).toHaveLength(1);
    await sql`update idempotency_key set created_at = now() - interval '25 hours' where key = 'k-old'`;
    await deleteOldResponses(system.services);
    expect(await kept()).toHaveLength(0);
  });
  test('422 names every wrong field by its pointer', async () => {
    const response = await problem(await post('{"name":"","size":"big"}'));
    expect(response.errors.map((e: { path: string }) => e.path).sort()).toEqual(['/name', '/size']);
    const unknown = await problem(await post('{"name":"a","in/out~":1}'));
    expect(unknown.errors.map((e: { path: string }) => e.path)).toEqual(['/in~1out~0']);
  });
  test('a refused request leaves its Idempotency-Key free', async () => {
    const headers = { 'idempotency-key': 'k3' };
    expect((await post('{"name":"refused"}', headers)).status).toBe(422);
    expect((await post('{"name":"fine"}', headers)).status).toBe(201);
  });
  test('500 shows no internals', async () => {
    const response = await fetch(`${base}/broken`);
    expect(response.status).toBe(500);
    expect(JSON.stringify(await response.json())).not.toMatch(/secret|10\.0\.0\.1|stack/);
    expect(JSON.parse(logged.at(-1) ?? '{}')).toMatchObject({ level: 50, msg: 'internal' });
  });
  test('503 is logged as a warning: probes and calls get it for as long as Postgres is unreachable', async () => {
    expect((await fetch(`${base}/unavailable`)).status).toBe(503);
    expect(JSON.parse(logged.at(-1) ?? '{}')).toMatchObject({ level: 40, msg: 'unavailable' });
  });
  test.each([
    ['a read', 'good'],
    ['a key that has to be looked up', 'hangs'],
  ])('503 with Retry-After for %s when the database does not respond at all', async (_, key) => {
    const response = await fetch(`${base}/hung`, { headers: { authorization: `Bearer ${key}` } });
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2']);
    expect((await response.json()).code).toBe('unavailable');
  });
});
