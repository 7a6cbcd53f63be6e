import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeEdgeServer } from '#server/platform/http/listener.ts';
import { edgeRoute, ok } from '#server/platform/http/route.ts';
import { drainable } from '#server/run/drain.ts';
import { listen } from '#server/run/listen.ts';
import { openServices } from '#server/run/services.ts';
import { type System, startSystem } from '#test/harness/system.ts';
import { makeKeyText } from './domain/key-text.ts';
import { type Authenticator, makeAuthenticator } from './keys/authenticate-key.ts';
import { createKey } from './keys/create-key.ts';
import { readKeys } from './keys/read-keys.ts';
import { revokeKey } from './keys/revoke-key.ts';
import { changeRole } from './members/change-role.ts';
import { removeMember } from './members/remove-member.ts';

let system: System;
let authenticator: Authenticator;
let url: string;
let stop: () => Promise<void>;

/** A route that returns the actor of the key, one that needs an editor, and one that needs a person. */
const routes = [
  edgeRoute({
    method: 'GET',
    path: '/who',
    action: 'prompt.read',
    summary: 'The caller',
    handle: ({ ctx }) => ok(ctx.actor),
  }),
  edgeRoute({ method: 'POST', path: '/write', action: 'prompt.write', summary: 'Writes', handle: () => ok({}) }),
  edgeRoute({
    method: 'POST',
    path: '/approve',
    action: 'promotion.approve',
    summary: 'Approves',
    handle: () => ok({}),
  }),
];

beforeAll(async () => {
  system = await startSystem({ now: '2026-03-01T12:00:00Z' });
  authenticator = makeAuthenticator(system.services);
  const server = makeEdgeServer(system.services, routes, authenticator.authenticate);
  url = `http://127.0.0.1:${await listen(server, 0, '127.0.0.1')}`;
  stop = async () => {
    await drainable(server)({ closingMs: 0, finishMs: 0 });
    await authenticator.stop();
  };
});
afterAll(async () => {
  await stop();
  await system.dispose();
});

async function ask(key: string | null, path = '/who', method = 'GET') {
  const headers: Record<string, string> = key === null ? {} : { authorization: `Bearer ${key}` };
  const response = await fetch(url + path, { method, headers });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** Waits until the process under test refuses the key. */
const waitForRefusal = (key: string) =>
  vi.waitFor(async () => expect(await statusOf(key)).toBe(401), { timeout: 10_000, interval: 20 });

const statusOf = async (key: string, path?: string, method?: string) => (await ask(key, path, method)).status;

describe('200', () => {
  it('a new key works at once, as a service account that is an editor within its scopes', async () => {
    const key = await system.key(['read']);
    expect((await ask(key)).body).toMatchObject({ kind: 'service', role: 'editor', scopes: ['read'], name: 'test' });
  });

  it('a person’s key acts as that person, with the key’s id in the actor', async () => {
    const ada = await system.person({ role: 'viewer', name: 'Ada' });
    const key = await system.key(['read'], { owner: ada });
    expect((await ask(key)).body).toMatchObject({ kind: 'person', id: ada.id, name: 'Ada', keyId: expect.any(String) });
  });

  it('a service account’s key has the role of an editor, whatever the roles of members', async () => {
    const key = await system.key(['registry']);
    expect(await statusOf(key, '/write', 'POST')).toBe(200);
  });
});

describe('401', () => {
  it('is one identical body for no key, an odd one, a mistyped one, an unknown one and a revoked one', async () => {
    const { key, id } = await createKey(system.ctx(), { name: 'gone', scopes: ['read'], ownerId: null });
    await revokeKey(system.ctx(), { id });
    await waitForRefusal(key);
    const mistyped = `${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`;
    const unknown = unknownKey();
    const bodies = await Promise.all([null, 'x', 'sy_short', mistyped, unknown, key].map((it) => ask(it)));
    const texts = bodies.map(({ status, body: { instance: _, ...rest } }) => JSON.stringify({ status, ...rest }));
    expect(new Set(texts).size).toBe(1);
    expect(bodies[0]).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    expect(bodies[0]?.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('accepts no key in the address', async () => {
    const key = await system.key(['read']);
    const response = await fetch(`${url}/who?key=${key}&api_key=${key}`);
    expect(response.status).toBe(401);
  });

  it('a revoked key is refused by a process that has been using it', async () => {
    const { key, id } = await createKey(system.ctx(), { name: 'short', scopes: ['read'], ownerId: null });
    expect(await statusOf(key)).toBe(200);
    await revokeKey(system.ctx(), { id });
    await waitForRefusal(key);
  });

  it('an expired key is refused from that moment', async () => {
    const expiresAt = new Date(system.clock.now().getTime() + 60_000);
    const { key } = await createKey(system.ctx(), { name: 'brief', scopes: ['read'], ownerId: null, expiresAt });
    expect(await statusOf(key)).toBe(200);
    system.clock.advance(60_000);
    expect(await statusOf(key)).toBe(401);
  });

  it('a person’s key ends with the membership', async () => {
    const bob = await system.person({ role: 'editor', name: 'Bob' });
    const key = await system.key(['read'], { owner: bob });
    expect(await statusOf(key)).toBe(200);
    await removeMember(system.ctx(), { personId: bob.id });
    await waitForRefusal(key);
    expect((await readKeys(system.ctx())).find((it) => it.last4 === key.slice(-4))?.status).toBe('revoked');
  });
});

describe('403', () => {
  it('a scope that does not reach the action', async () => {
    const key = await system.key(['ingest']);
    expect(await ask(key)).toMatchObject({ status: 403, body: { code: 'insufficient_scope' } });
  });

  it('the owner’s role bounds the scopes, and a lowered role counts for keys in use', async () => {
    const cleo = await system.person({ role: 'editor', name: 'Cleo' });
    const key = await system.key(['registry'], { owner: cleo });
    expect(await statusOf(key, '/write', 'POST')).toBe(200);
    await changeRole(system.ctx(), { personId: cleo.id, role: 'viewer' });
    await vi.waitFor(async () => expect(await statusOf(key, '/write', 'POST')).toBe(403), {
      timeout: 10_000,
      interval: 20,
    });
  });

  it('a service account cannot do what needs a person', async () => {
    const key = await system.key(['promote']);
    expect(await ask(key, '/approve', 'POST')).toMatchObject({ status: 403, body: { code: 'person_required' } });
  });
});

it('accepts known keys while Postgres is unreachable, and rejects unknown ones with 503', async () => {
  const key = await system.key(['read']);
  const services = openServices(system.config, 'test', { log: system.services.log });
  const alone = makeAuthenticator(services);
  await alone.ready;
  await services.close();
  expect(await alone.authenticate(key)).toMatchObject({ project: { name: 'default' } });
  await expect((async () => alone.authenticate(unknownKey()))()).rejects.toThrow();
  await alone.stop();
});

it('starts with the keys on disk while Postgres is unreachable, and refuses one that has expired since', async () => {
  await using own = await startSystem({ now: '2026-03-01T12:00:00Z' });
  const key = await own.key(['read']);
  const expiresAt = new Date(own.clock.now().getTime() + 60_000);
  const brief = await createKey(own.ctx(), { name: 'brief', scopes: ['read'], ownerId: null, expiresAt });
  const before = makeAuthenticator(own.services, { dataDir: own.dataDir });
  await before.ready;
  await before.stop();
  const config = { ...own.config, databaseUrl: 'postgres://127.0.0.1:1/nothing' };
  const services = openServices(config, 'test', { clock: own.clock, log: own.services.log });
  const after = makeAuthenticator(services, { dataDir: own.dataDir });
  await after.ready;
  expect(await after.authenticate(key)).toMatchObject({ project: { name: 'default' }, actor: { scopes: ['read'] } });
  own.clock.advance(60_000);
  expect(await after.authenticate(brief.key)).toBeNull();
  expect(readFileSync(join(own.dataDir, 'keys.json'), 'utf8')).not.toContain(key.slice(3, 20));
  await after.stop();
  await services.close();
});

it('stores when a key was last used', async () => {
  const key = await system.key(['read']);
  const noted = async () => (await readKeys(system.ctx())).find((it) => it.last4 === key.slice(-4))?.lastUsedAt;
  expect(await noted()).toBeNull();
  await ask(key);
  await vi.waitFor(async () => expect(await noted()).toEqual(system.clock.now()), { timeout: 10_000, interval: 50 });
});

/** A key with a right checksum that this installation never made. */
const unknownKey = (): string => makeKeyText(() => Math.floor(Math.random() * 62));
