import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { makeEdge } from '#server/run/make-edge.ts';
import { openServices } from '#server/run/services.ts';
import { type System, startSystem } from '#test/harness/system.ts';
import { type LiveSnapshot, startSnapshot } from './refresh-snapshot.ts';

let system: System;
let key: string;

beforeAll(async () => {
  system = await startSystem();
  key = await system.key(['registry', 'resolve']);
  await newPrompt('search/answer', { type: 'text' });
  await newVersion('search/answer', {
    template: 'Answer {{question}} shortly.',
    config: { model: 'openai/gpt-4', top_p: 1 },
  });
  await newPrompt('chat', { type: 'chat' });
  await newVersion('chat', { messages: [{ role: 'user', content: 'Hello {{name}}' }] });
  await deploy('search/answer', 1);
  await deploy('chat', 1);
});

afterAll(() => system.dispose());

const newPrompt = (name: string, { type }: { type: string }) =>
  system.api('POST', '/api/v1/prompts', { key, body: { name, type } });
const at = (name: string) => `/api/v1/prompts/${encodeURIComponent(name)}`;
const newVersion = (name: string, body: object) => system.api('POST', `${at(name)}/versions`, { key, body });
const deploy = async (name: string, version: number) => {
  const answer = await system.api('PUT', `${at(name)}/environments/staging`, { key, body: { version } });
  expect(answer.status).toBe(200);
};
const resolve = (body: unknown, given: { key?: string; headers?: Record<string, string> } = {}) =>
  system.api('POST', '/api/v1/resolve', { key, body, ...given });
describe('POST /api/v1/resolve', () => {
  test('200 returns what serves, in exactly the fields of the contract', async () => {
    const answer = await resolve({ prompt: 'search/answer', environment: 'staging', key: 'user-1' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(answer.body).toEqual({
      prompt: 'search/answer',
      version: 1,
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      template: 'Answer {{question}} shortly.',
      model: 'openai/gpt-4',
      config: { top_p: 1 },
      arm: 'stable',
      rollout_id: null,
      bucket: null,
      // As the list of deprecations has it.
      deprecation: '2026-04-22',
      sunset: '2026-10-23',
      revision: expect.any(Number),
      stale: false,
    });
  });

  test('200 carries the dates of the model as the registry has them, soon after they change', async () => {
    await newPrompt('dated', { type: 'text' });
    await newVersion('dated', { template: 'x', config: { model: 'acme/dated' } });
    await deploy('dated', 1);
    const body = { prompt: 'dated', environment: 'staging', key: 'u' };
    const dates = async () => {
      const { deprecation, sunset } = (await resolve(body)).body;
      return [deprecation, sunset];
    };
    expect(await dates()).toEqual([null, null]);
    const send = (method: string, path: string, sent: object) => system.api(method, path, { key, body: sent });
    await send('POST', '/api/v1/models', { provider: 'acme', model_id: 'dated', retirement_date: '2099-01-01' });
    await vi.waitFor(async () => expect(await dates()).toEqual([null, '2099-01-01']), 10_000);
    await send('PATCH', '/api/v1/models/acme/dated', { deprecation_date: '2098-01-01', retirement_date: null });
    await vi.waitFor(async () => expect(await dates()).toEqual(['2098-01-01', null]), 10_000);
  });

  test('200 fills in the variables of a text prompt, beside its template', async () => {
    const variables = { question: 'why?', ignored: 1 };
    const answer = await resolve({ prompt: 'search/answer', environment: 'staging', key: 'u', variables });
    expect(answer.body).toMatchObject({
      template: 'Answer {{question}} shortly.',
      text: 'Answer why? shortly.',
    });
  });

  test('200 fills in the messages of a chat prompt', async () => {
    const answer = await resolve({ prompt: 'chat', environment: 'staging', key: 'u', variables: { name: 'Ada' } });
    expect(answer.body).toMatchObject({ messages: [{ role: 'user', content: 'Hello Ada' }], model: null });
    expect(answer.body).not.toHaveProperty('template');
  });

  test.for([
    ['no key', { prompt: 'chat', environment: 'staging' }],
    ['an empty key', { prompt: 'chat', environment: 'staging', key: '' }],
  ] as const)('200 serves stable to %s', async ([, body]) => {
    expect((await resolve(body)).body).toMatchObject({ arm: 'stable', bucket: null });
  });

  test('200 with what was deployed as soon as the deployment was acknowledged, at a higher revision', async () => {
    const ask = { prompt: 'search/answer', environment: 'staging', key: 'user-1' };
    let { revision } = (await resolve(ask)).body;
    for (const version of [2, 3, 4, 5]) {
      await newVersion('search/answer', { template: `Answer ${version}: {{question}}` });
      await deploy('search/answer', version);
      const after = (await resolve(ask)).body;
      expect(after).toMatchObject({ version, config: {} });
      expect(after.revision).toBeGreaterThan(revision);
      revision = after.revision;
    }
  });

  test('200 with what another process deployed, once its notification has arrived', async () => {
    const { services, ctx } = system;
    const snapshot = startSnapshot(services, { dataDir: mkdtempSync(join(tmpdir(), 'switchyard-heard-')) });
    await snapshot.started;
    await newVersion('chat', { messages: [{ role: 'user', content: 'Hi {{name}}' }] });
    await deploy('chat', 2);
    await vi.waitFor(() => {
      const found = snapshot.lookup(ctx().project.id, 'chat', 'staging');
      expect(found?.served.entry.arms[0].variant.version).toBe(2);
    });
    await snapshot.stop();
  });

  test.for([
    ['text that is no JSON', '{"prompt":'],
    ['a forbidden key', '{"prompt":"chat","environment":"staging","variables":{"__proto__":{"x":1}}}'],
    ['bytes that are no UTF-8', new Uint8Array([0x7b, 0xff, 0x7d])],
  ] as const)('400 for %s', async ([, raw]) => {
    expect((await system.api('POST', '/api/v1/resolve', { key, raw })).status).toBe(400);
  });

  test('401 without a key, 403 with one of another scope', async () => {
    expect((await resolve({ prompt: 'chat', environment: 'staging' }, { key: '' })).status).toBe(401);
    const reader = await system.key(['read']);
    expect((await resolve({ prompt: 'chat', environment: 'staging' }, { key: reader })).status).toBe(403);
  });

  test.for([
    ['an environment where nothing serves', { prompt: 'chat', environment: 'production', key: 'u' }],
    ['a prompt that does not exist', { prompt: 'nothing', environment: 'staging', key: 'u' }],
    ['an environment that does not exist', { prompt: 'chat', environment: 'mars', key: 'u' }],
  ] as const)('404 not_deployed for %s', async ([, body]) => {
    const answer = await resolve(body);
    expect([answer.status, answer.body.code]).toEqual([404, 'not_deployed']);
  });

  test('404 for what serves in another project, as for nothing', async () => {
    const other = await system.key(['resolve'], { project: 'other' });
    const [theirs, nothing] = [
      await resolve({ prompt: 'chat', environment: 'staging' }, { key: other }),
      await resolve({ prompt: 'nothing', environment: 'staging' }, { key: other }),
    ];
    expect({ ...theirs.body, instance: '' }).toEqual({ ...nothing.body, instance: '' });
  });

  test('415 for another content type', async () => {
    const answer = await resolve({ prompt: 'chat' }, { headers: { 'content-type': 'text/plain' } });
    expect(answer.status).toBe(415);
  });

  test.for([
    ['no prompt', { environment: 'staging' }, '/prompt'],
    ['no environment', { prompt: 'chat' }, '/environment'],
    ['a prompt that is no text', { prompt: 1, environment: 'staging' }, '/prompt'],
    ['a key that is no text', { prompt: 'chat', environment: 'staging', key: 7 }, '/key'],
    ['variables that are a list', { prompt: 'chat', environment: 'staging', variables: [] }, '/variables'],
    ['a field that is none', { prompt: 'chat', environment: 'staging', user: 'u' }, '/user'],
    ['a missing variable', { prompt: 'chat', environment: 'staging', variables: {} }, '/variables/name'],
    ['a body that is a list', [], ''],
  ] as const)('422 names the field for %s', async ([, body, path]) => {
    const answer = await resolve(body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0]).toMatchObject({ path });
  });

  test('422 missing_variable is the code of a missing variable', async () => {
    const answer = await resolve({ prompt: 'chat', environment: 'staging', variables: {} });
    expect(answer.body).toMatchObject({ code: 'missing_variable', errors: [{ code: 'missing_variable' }] });
  });
});

describe('while Postgres is down', () => {
  test('resolve goes on serving, reports itself stale after 5 s, and recovers by itself', async () => {
    let nowMs = 0;
    const snapshot = startSnapshot(system.services, { dataDir: system.dataDir, monotonicMs: () => nowMs });
    await snapshot.started;
    await using _ = { [Symbol.asyncDispose]: () => snapshot.stop() };
    expect(snapshot.stale()).toBe(false);
    const back = await shutDatabase(system);
    try {
      nowMs += 5_001;
      expect(snapshot.stale()).toBe(true);
      expect(snapshot.lookup(system.project().id, 'chat', 'staging')?.served.entry.prompt).toBe('chat');
      const answer = await resolve({ prompt: 'chat', environment: 'staging', key: 'u', variables: { name: 'B' } });
      expect(answer.body).toMatchObject({ version: 2, messages: [{ content: 'Hi B' }] });
      const read = await system.api('GET', at('chat'), { key });
      expect(read.status, 'the database is really away').toBeGreaterThanOrEqual(500);
    } finally {
      await back();
    }
    await vi.waitFor(() => expect(snapshot.stale()).toBe(false), { timeout: 15_000, interval: 100 });
  });

  test('a process that starts meanwhile serves from the file of the one before, marked stale', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'switchyard-cold-'));
    const projectId = system.project().id;
    const first = startSnapshot(system.services, { dataDir });
    await first.started;
    await first.stop();
    const back = await shutDatabase(system);
    try {
      const second = await coldStart(dataDir);
      expect([second.ready(), second.stale()]).toEqual([true, true]);
      expect(second.lookup(projectId, 'chat', 'staging')?.served.entry.arms[0].variant.version).toBe(2);
      await second.stop();

      const file = join(dataDir, 'serving-snapshot.ndjson');
      writeFileSync(file, readFileSync(file, 'utf8').replace('Hi', 'Ho'));
      const third = await coldStart(dataDir);
      expect(third.ready(), 'a damaged file is not used').toBe(false);
      await third.stop();
    } finally {
      await back();
      rmSync(dataDir, { recursive: true });
    }
  });
});

test('a whole edge that starts while Postgres is down serves the keys and deployments of before', async () => {
  const file = join(system.dataDir, 'serving-snapshot.ndjson');
  await vi.waitFor(() => expect(readFileSync(file, 'utf8')).toContain('Hi {{name}}'), { timeout: 10_000 });
  const back = await shutDatabase(system);
  const services = openServices(system.config, 'cold', { log: pino({ level: 'silent' }) });
  const edge = await makeEdge(services, system.config);
  try {
    const answer = await fetch(`http://127.0.0.1:${edge.port}/api/v1/resolve`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ prompt: 'chat', environment: 'staging', key: 'u' }),
    });
    expect([answer.status, await answer.json()]).toMatchObject([200, { version: 2, stale: true }]);
  } finally {
    await back();
    edge.server.closeAllConnections();
    await edge.stop();
    await services.close();
  }
});

async function coldStart(dataDir: string): Promise<LiveSnapshot> {
  const snapshot = startSnapshot(system.services, { dataDir });
  await snapshot.started;
  return snapshot;
}

/** Refuses every connection to the system's database and cuts those it has; returns what lets them in again. */
async function shutDatabase({ ownerUrl }: System): Promise<() => Promise<void>> {
  const url = new URL(ownerUrl);
  const name = url.pathname.slice(1);
  url.pathname = '/postgres';
  const sql = postgres(url.href, { max: 1 });
  await sql.unsafe(`alter database "${name}" with allow_connections false`);
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
  return async () => {
    await sql.unsafe(`alter database "${name}" with allow_connections true`);
    await sql.end();
  };
}
