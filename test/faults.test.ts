import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resumeCluster, suspendCluster } from './harness/faults.ts';
import { startTestCluster } from './harness/postgres.ts';
import { type ApiResponse, type System, startSystem } from './harness/system.ts';

/*
 * How long a caller waits, and which response they get, while the database is locked or hangs. FAULT_CLIENTS sets the
 * number of callers.
 */

const CLIENTS = Number(process.env.FAULT_CLIENTS ?? 50);
const TOLD_WITHIN_MS = 5_500;

let cluster: Awaited<ReturnType<typeof startTestCluster>>;
let system: System;
let key: string;
let requests = 0;

beforeAll(async () => {
  cluster = await startTestCluster({ migrated: true });
  system = await startSystem({ databaseUrl: cluster.url('postgres') });
  key = await system.key(undefined, { owner: await system.person({ role: 'admin' }) });
  await post('/api/v1/prompts', { name: 'kept', type: 'text' });
  await post('/api/v1/prompts/kept/versions', { template: 'Hello' });
  await system.api('PUT', '/api/v1/prompts/kept/environments/staging', { key, body: { version: 1 } });
  await Promise.all(WRITES.map((write) => write(++requests)));
  return async () => {
    await system.dispose();
    await cluster.stop();
  };
});
afterAll(() => undefined);

const post = (path: string, body: unknown, headers?: Record<string, string>) =>
  system.api('POST', path, { key, body, headers });
const at = () => new Date().toISOString();

/** One request for each kind of change. */
const WRITES: ((n: number) => Promise<ApiResponse>)[] = [
  (n) => post('/api/v1/prompts', { name: `with-key-${n}`, type: 'text' }, { 'idempotency-key': `k${n}` }),
  (n) => post('/api/v1/prompts', { name: `without-${n}`, type: 'text' }),
  (n) => post('/api/v1/prompts/kept/versions', { template: `Version ${n}` }),
  (n) => system.api('PUT', '/api/v1/prompts/kept/environments/staging', { key, body: { version: 1 + (n % 2) } }),
  (n) => post('/api/v1/feedback', { event_id: `e${n}`, name: 'quality', score: 1, source: 'user' }),
  (n) => post('/api/v1/outcomes', { outcomes: [{ id: `o${n}`, outcome_id: `t${n}`, success: true, at: at() }] }),
  (n) => post('/api/v1/events', { events: [{ id: `e${n}`, at: at(), model: 'm' }] }),
  (n) => post('/api/v1/events', { events: [{ id: `b${n}`, at: at(), model: 'm' }] }, { 'idempotency-key': `b${n}` }),
];

const resolve = () => post('/api/v1/resolve', { prompt: 'kept', environment: 'staging', key: 'u' });
async function timed(ask: () => Promise<ApiResponse>): Promise<{ response: ApiResponse; ms: number }> {
  const start = performance.now();
  const response = await ask();
  return { response, ms: performance.now() - start };
}
const manyWrites = () =>
  Promise.all(
    Array.from({ length: CLIENTS }, (_, i) => timed(() => (WRITES[i % WRITES.length] ?? resolve)(++requests))),
  );
const worst = (all: readonly { ms: number }[]): number => Math.max(...all.map(({ ms }) => ms));
const outcomesOf = (all: readonly { response: ApiResponse }[]) =>
  new Set(all.map(({ response }) => `${response.status} ${response.body.code} ${response.headers.get('retry-after')}`));

/** Sends resolve requests until `others` have settled; returns the slowest, in ms. */
async function resolveMeanwhile(others: Promise<unknown>): Promise<number> {
  let settled = false;
  const seen: { ms: number }[] = [];
  const end = others.finally(() => {
    settled = true;
  });
  while (!settled) {
    const { response, ms } = await timed(resolve);
    expect(response.status).toBe(200);
    seen.push({ ms });
    await new Promise((then) => setTimeout(then, 20));
  }
  await end;
  return worst(seen);
}

/** All writes succeed again within two seconds, and no connection is held by a request that gave up. */
async function expectRecovered(): Promise<void> {
  const start = performance.now();
  await expect
    .poll(async () => outcomesOf((await manyWrites()).filter(({ response }) => response.status >= 300)), {
      timeout: 10_000,
    })
    .toEqual(new Set());
  console.info(`faults: writes again after ${Math.round(performance.now() - start)} ms`);
  await expect
    .poll(
      async () => {
        const [row] = await system.services.sql<{ n: number }[]>`
          select count(*)::int as n from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`;
        return row?.n;
      },
      { timeout: 10_000 },
    )
    .toBe(0);
}

/** The numbers of the writes from `first` to `last` whose change is there. */
async function doneOf(first: number, last: number): Promise<number[]> {
  const rows = await system.services.sql<{ n: number }[]>`
    select distinct substring(text from '[0-9]+$')::int as n from (
      select name as text from prompt union all select template from prompt_version
      union all select id from outcome_record union all select id from event where id is not null) as changed
    where text ~ '[0-9]+$'`;
  return rows.flatMap(({ n }) => (n >= first && n <= last ? [n] : []));
}

describe(`${CLIENTS} callers that write at once`, () => {
  test('each get within five seconds a response that nothing was changed, while every table is locked; resolve goes on', async () => {
    let all: Awaited<ReturnType<typeof manyWrites>> = [];
    let slowest = 0;
    const first = requests + 1;
    await system.services.sql.begin(async (tx) => {
      await tx`lock table prompt, prompt_version, serving, feedback, outcome_record, event_id_seen, ingest_batch in access exclusive mode`;
      const writes = manyWrites();
      slowest = await resolveMeanwhile(writes);
      all = await writes;
    });
    const last = requests;
    console.info(
      `faults: locked: responded within ${Math.round(worst(all))} ms, slowest resolve ${Math.round(slowest)} ms`,
    );
    expect(outcomesOf(all)).toEqual(new Set(['503 unavailable 2']));
    expect(worst(all)).toBeLessThan(TOLD_WITHIN_MS);
    await expectRecovered();
    expect(await doneOf(first, last)).toEqual([]);
  }, 60_000);

  test('each get that response within five seconds while Postgres hangs, as do readers, and /readyz within two', async () => {
    await suspendCluster(cluster.pid);
    const writes = manyWrites();
    const reads = Promise.all(
      ['/api/v1/prompts', '/api/v1/events', '/api/v1/eval-runs', '/api/v1/promotions'].map((path) =>
        timed(() => system.api('GET', path, { key })),
      ),
    );
    const ready = await timed(() => system.api('GET', '/readyz'));
    const slowest = await resolveMeanwhile(Promise.all([writes, reads]));
    const [written, read] = [await writes, await reads];
    await resumeCluster(cluster.pid);
    console.info(
      `faults: hung: writes got a response within ${Math.round(worst(written))} ms, reads ${Math.round(worst(read))} ms, ` +
        `/readyz ${Math.round(ready.ms)} ms, slowest resolve ${Math.round(slowest)} ms`,
    );
    expect([ready.response.status, ready.response.headers.get('retry-after')]).toEqual([503, expect.any(String)]);
    expect(ready.ms).toBeLessThan(2_000);
    expect(outcomesOf(read)).toEqual(new Set(['503 unavailable 2']));
    for (const { response } of written) expect(['unavailable', 'outcome_unknown']).toContain(response.body.code);
    expect(Math.max(worst(written), worst(read))).toBeLessThan(TOLD_WITHIN_MS);
    await expectRecovered();
  }, 60_000);
});
