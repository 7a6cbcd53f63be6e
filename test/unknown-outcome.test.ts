import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { releaseBuilder } from './builders/release.ts';
import { type AtCommit, startCommitProxy } from './harness/commit-proxy.ts';
import { cloneDatabase } from './harness/postgres.ts';
import { type ApiResponse, type System, startSystem } from './harness/system.ts';

/* The response that a caller gets, and what the same request does again, when the connection is lost during COMMIT. */

let system: System;
let key: string;
let releaser: string;
let release: ReturnType<typeof releaseBuilder>;
let next: AtCommit = 'pass';
let cases = 0;
const closing: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  const database = await cloneDatabase();
  const url = new URL(database.url);
  const proxy = await startCommitProxy(Number(url.port), () => {
    const what = next;
    next = 'pass';
    return what;
  });
  url.host = `127.0.0.1:${proxy.port}`;
  system = await startSystem({ databaseUrl: url.href });
  key = await system.key(undefined, { owner: await system.person({ role: 'admin' }) });
  releaser = await system.key(['promote', 'read'], { owner: await system.person({ role: 'release_manager' }) });
  release = releaseBuilder(system, key);
  closing.push(system.dispose, proxy.stop, async () => database[Symbol.asyncDispose]());
});
afterAll(async () => {
  for (const close of closing) await close();
});

const post = (path: string, body: unknown, headers?: Record<string, string>) =>
  system.api('POST', path, { key, body, headers });
const count = async (text: string, value: string): Promise<number> => {
  const [row] = await system.services.sql.unsafe<{ n: number }[]>(`select count(*)::int as n from ${text}`, [value]);
  return row?.n ?? -1;
};

type Case = {
  send(): Promise<ApiResponse>;
  /** How often the change was made. */
  done(): Promise<number>;
};

/** Every kind of change: its request, and its second response where the first was done. */
const WRITES: [name: string, make: (name: string) => Promise<Case> | Case, again: [status: number, code?: string]][] = [
  [
    'a prompt with an Idempotency-Key',
    (name) => ({
      send: () => post('/api/v1/prompts', { name, type: 'text' }, { 'idempotency-key': name }),
      done: () => count('prompt where name = $1', name),
    }),
    [201],
  ],
  [
    'a prompt without one',
    (name) => ({
      send: () => post('/api/v1/prompts', { name, type: 'text' }),
      done: () => count('prompt where name = $1', name),
    }),
    [409, 'name_taken'],
  ],
  [
    'a version',
    async (name) => {
      await release.prompt(name, 0);
      return {
        send: () => post(`/api/v1/prompts/${name}/versions`, { template: 'Once' }),
        done: () => count('prompt_version v join prompt p on p.id = v.prompt_id where p.name = $1', name),
      };
    },
    [200],
  ],
  [
    'a deployment',
    async (name) => {
      await release.prompt(name, 1);
      return {
        send: () => system.api('PUT', `/api/v1/prompts/${name}/environments/staging`, { key, body: { version: 1 } }),
        done: () => count('deployment d join prompt p on p.id = d.prompt_id where p.name = $1', name),
      };
    },
    [200],
  ],
  [
    'an approval',
    async (name) => {
      const promotion = await release.promote(await release.prompt(name, 1), 1);
      return {
        send: () => release.act(releaser, promotion, 'approve', { override: true, reason: 'seen' }),
        done: () => count('approval where promotion_id = $1::uuid', promotion.id),
      };
    },
    [409, 'revision_conflict'],
  ],
  [
    'a promotion',
    async (name) => {
      await release.prompt(name, 1);
      return {
        send: () => post('/api/v1/promotions', { prompt: name, version: 1, to: 'production' }),
        done: () => count('promotion r join prompt p on p.id = r.prompt_id where p.name = $1', name),
      };
    },
    [409, 'promotion_open'],
  ],
  [
    'items of a dataset',
    async (name) => {
      await post('/api/v1/datasets', { name });
      return {
        send: () => post(`/api/v1/datasets/${name}/items`, [{ id: 'one', input: { question: 'Why?' } }]),
        done: () => count('dataset_item i join dataset d on d.id = i.dataset_id where d.name = $1', name),
      };
    },
    [200],
  ],
  [
    'feedback with an Idempotency-Key',
    (name) => ({
      send: () => post('/api/v1/feedback', feedback(name), { 'idempotency-key': name }),
      done: () => count('feedback where name = $1', name),
    }),
    [201],
  ],
  [
    'outcomes',
    (name) => ({
      send: () => post('/api/v1/outcomes', { outcomes: [{ id: name, outcome_id: name, success: true, at: now() }] }),
      done: () => count('outcome_record where id = $1', name),
    }),
    [207],
  ],
  [
    'events',
    (name) => ({
      send: () => post('/api/v1/events', { events: [{ id: name, at: now(), model: 'm' }] }),
      done: () => count('event where id = $1', name),
    }),
    [207],
  ],
  [
    'events with an Idempotency-Key',
    (name) => {
      const body = { events: [{ id: name, at: now(), model: 'm' }] };
      return {
        send: () => post('/api/v1/events', body, { 'idempotency-key': name }),
        done: () => count('event where id = $1', name),
      };
    },
    [207],
  ],
  [
    'a gate policy',
    async (name) => {
      await release.prompt(name, 0);
      return {
        send: () =>
          system.api('PUT', `/api/v1/prompts/${name}/gate`, {
            key,
            body: { margin: 0.1 },
            headers: { 'if-match': '"0"' },
          }),
        done: () => count('gate_policy g join prompt p on p.id = g.prompt_id where p.name = $1', name),
      };
    },
    [409, 'revision_conflict'],
  ],
];

const now = () => new Date().toISOString();
const feedback = (name: string) => ({ event_id: 'e', name, score: 1, source: 'user' });

describe.for(WRITES)('%s, whose connection is lost', ([, make, again]) => {
  test.for([
    [
      'while COMMIT is on its way, is not done; the response reports that it may be, and the same request again does it',
      'lose it',
    ],
    [
      'before the response to COMMIT, is done; the response reports that it may be, and the same request again does nothing',
      'lose its response',
    ],
  ] as const)('%s', async ([, atCommit]) => {
    const { send, done } = await make(`case-${++cases}`);
    next = atCommit;
    const { status, body, headers } = await send();
    expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'outcome_unknown', '2']);
    expect(body.detail).toContain('nothing is done twice');
    expect(await done()).toBe(atCommit === 'lose it' ? 0 : 1);
    const second = await send();
    const expected = atCommit === 'lose it' ? second.status < 300 : again;
    if (atCommit === 'lose it') expect(expected, JSON.stringify(second.body)).toBe(true);
    else expect([second.status, second.body.code].slice(0, again.length)).toEqual(expected);
    expect(await done()).toBe(1);
  });
});

test('feedback without an Idempotency-Key: the response warns that repeating it may do it twice', async () => {
  next = 'lose its response';
  const { body } = await post('/api/v1/feedback', feedback('twice'));
  expect([body.code, body.detail]).toEqual(['outcome_unknown', expect.stringContaining('before you repeat it')]);
});
