import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { releaseAs } from '#test/builders/release.ts';
import { type System, startSystem } from '#test/harness/system.ts';
import { blockedUntil } from '../domain/restriction.ts';
import { startSnapshot } from '../refresh-snapshot.ts';

let system: System;
let key: string;

beforeAll(async () => {
  system = await startSystem();
  key = await system.key(['resolve']);
  const release = await releaseAs(system, await system.person({ role: 'editor' }));
  for (const name of ['search/answer', 'other']) {
    await release.prompt(name, 1);
    await release.stage(name, 1);
  }
});
afterAll(() => system.dispose());

const resolve = (body: object) => system.api('POST', '/api/v1/resolve', { key, body });
const restrict = async (body: object, minutes = 60) => {
  const rita = await system.person({ role: 'release_manager' });
  const admin = await system.key(['admin'], { owner: rita });
  const ends_at = new Date(system.clock.now().getTime() + minutes * 60_000).toISOString();
  const sent = await system.api('POST', '/api/v1/restrictions', {
    key: admin,
    body: { reason: 'attack', ends_at, ...body },
  });
  const lift = () => system.api('POST', `/api/v1/restrictions/${sent.body.id}/lift`, { key: admin, body: {} });
  return { ...sent, admin, lift };
};
const ask = { prompt: 'search/answer', environment: 'staging' };

test('403 user_blocked for a blocked user, every other is served; lifting it ends it at once', async () => {
  const { status, body, lift, admin } = await restrict({ kind: 'user', user: 'mallory' });
  expect([status, body]).toMatchObject([201, { kind: 'user', user: 'mallory', in_force: true, lifted_at: null }]);
  const refused = await resolve({ ...ask, key: 'mallory' });
  expect([refused.status, refused.body.code]).toEqual([403, 'user_blocked']);
  expect(refused.body.detail).toContain(`until ${body.ends_at}`);
  for (const who of ['alice', null]) expect((await resolve({ ...ask, key: who })).status).toBe(200);
  expect((await lift()).body).toMatchObject({ in_force: false, lifted_by: { kind: 'person' } });
  expect((await resolve({ ...ask, key: 'mallory' })).status).toBe(200);
  expect((await lift()).body.code).toBe('not_in_force');
  const list = (await system.api('GET', '/api/v1/restrictions', { key: admin })).body.data;
  expect(list).toMatchObject([{ id: body.id, in_force: false }]);
});

test('422 input_too_long above a cap, and max_input_chars in the response for who fills it in itself', async () => {
  const cap = { kind: 'input', ...ask, max_chars: 100 };
  const { lift } = await restrict(cap);
  const long = { ...ask, key: 'u', variables: { question: 'x'.repeat(200) } };
  const refused = await resolve(long);
  expect([refused.status, refused.body.errors[0]]).toMatchObject([422, { path: '/variables', code: 'input_too_long' }]);
  const short = { ...ask, key: 'u', variables: { question: 'why?' } };
  expect((await resolve(short)).body).toMatchObject({ max_input_chars: 100, text: expect.stringContaining('why?') });
  expect((await resolve(ask)).body.max_input_chars).toBe(100);
  expect((await resolve({ prompt: 'other', environment: 'staging' })).body).not.toHaveProperty('max_input_chars');
  const { lift: liftWider } = await restrict({ ...cap, max_chars: 1000 });
  expect((await lift()).body.code).toBe('not_in_force');
  expect((await resolve(long)).status).toBe(200);
  await liftWider();
  expect((await resolve(ask)).body).not.toHaveProperty('max_input_chars');
});

test('is kept in the file of the snapshot, and ends by the clock without being read again', async () => {
  const { lift, body } = await restrict({ kind: 'user', user: 'eve' });
  const dataDir = mkdtempSync(join(tmpdir(), 'switchyard-held-'));
  const first = startSnapshot(system.services, { dataDir });
  await first.started;
  await first.stop();
  expect(readFileSync(join(dataDir, 'serving-snapshot.ndjson'), 'utf8')).toContain('"user":"eve"');
  const found = first.lookup(system.project().id, 'other', 'staging');
  expect(blockedUntil(found?.held ?? null, 'eve', Date.parse(body.ends_at))).toBeNull();
  await lift();
  rmSync(dataDir, { recursive: true });
});

test.for([
  ['an end in the past', { kind: 'user', user: 'u', ends_at: '2020-01-01T00:00:00Z' }, '/ends_at'],
  ['a prompt that is none', { kind: 'input', prompt: 'nothing', environment: 'staging', max_chars: 100 }, '/prompt'],
  ['an environment that is none', { kind: 'input', prompt: 'other', environment: 'x', max_chars: 100 }, '/environment'],
  ['a cap that refuses everything', { kind: 'input', ...ask, max_chars: 0 }, '/max_chars'],
] as const)('422 names the field for %s', async ([, body, path]) => {
  const { status, body: answer } = await restrict(body);
  expect([status, answer.errors[0].path]).toEqual([422, path]);
});

test('422 past 7 days, 403 of an editor', async () => {
  expect((await restrict({ kind: 'user', user: 'u' }, 7 * 24 * 60 + 1)).status).toBe(422);
  const editor = await system.key(['admin'], { owner: await system.person({ role: 'editor' }) });
  const body = { kind: 'user', user: 'u', reason: 'x', ends_at: '2099-01-01T00:00:00Z' };
  const refused = await system.api('POST', '/api/v1/restrictions', { key: editor, body });
  expect([refused.status, refused.body.code]).toEqual([403, 'insufficient_role']);
});
