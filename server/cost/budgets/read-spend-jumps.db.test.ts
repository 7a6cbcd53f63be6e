import { afterAll, beforeAll, expect, test } from 'vitest';
import { readJumps } from '#server/cost/jumps/read-jumps.ts';
import { storeJumps } from '#server/cost/jumps/store-jumps.ts';
import { spendingSetup } from '#test/builders/spending.ts';
import { readSpendJumps } from './read-spend-jumps.ts';

let setup: Awaited<ReturnType<typeof spendingSetup>>;
beforeAll(async () => {
  setup = await spendingSetup();
});
afterAll(() => setup.system.dispose());

const read = () => readSpendJumps(setup.system.ctx());
const jumpsOverHttp = (key = setup.manager) => setup.system.api('GET', '/api/v1/cost/jumps', { key });
const usual = (daysAgo: number) => ({ daysAgo, usd: 5, user: 'u1', service: 'web', prompt: 'a', tokens_in: 100 });

test('with six days of requests the usual spend is unknown', async () => {
  await setup.spendAll([0, 1, 2, 3, 4, 5, 6].map(usual));
  expect(await read()).toEqual({ jumps: null, users: true, keys: true });
  expect((await jumpsOverHttp()).body).toEqual({
    ...{ data: [], next_cursor: null },
    compared: { usual: false, users: true, keys: true },
  });
});

test('a user, a key, a service and longer input, each with its day, by what it added', async () => {
  await setup.spendAll(Array.from({ length: 14 }, (_, i) => usual(i + 7)));
  await setup.rollUp();
  expect((await read()).jumps).toEqual([]);
  // Twenty requests a day of prompt b, and today twice as long; a new user and a new service.
  await setup.spendAll(
    Array.from({ length: 20 * 12 }, (_, i) => ({
      ...{ daysAgo: Math.floor(i / 20), usd: 0, prompt: 'b' },
      tokens_in: i < 20 ? 200 : 100,
    })),
  );
  await setup.spendAll([{ daysAgo: 0, usd: 40, user: 'u2', service: 'batch', prompt: 'a', tokens_in: 100 }]);
  const { jumps } = await read();
  const today = { from: Date.UTC(2026, 2, 21), to: Date.UTC(2026, 2, 22), of: 14 };
  expect(jumps).toEqual([
    { kind: 'service', name: 'batch', value: 40, requests: 1, typical: 0, ...today },
    { kind: 'key', name: 'test', value: 45, requests: 22, typical: 5, ...today },
    { kind: 'user', name: 'u2', value: 40, requests: 1, typical: 0, ...today },
    { kind: 'input', name: 'b', value: 200, requests: 20, typical: 100, ...today, of: 11 },
  ]);
});

test('each jump is stored once, with its figures and a row of the outbox, and stays readable on later days', async () => {
  const { system } = setup;
  const { sql } = system.services;
  const waiting = async () =>
    (
      await sql<{ name: string }[]>`
        select j.payload->>'name' as name from graphile_worker._private_jobs j
        join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'spend.jump' order by 1`
    ).map(({ name }) => name);
  expect((await readJumps(system.ctx())).jumps?.map(({ foundAt }) => foundAt)).toEqual([null, null, null, null]);
  expect(await Promise.all([storeJumps(system.ctx()), storeJumps(system.ctx())])).toContain(4);
  expect(await storeJumps(system.ctx())).toBe(0);
  expect(await waiting()).toEqual(['b', 'batch', 'test', 'u2']);
  const { jumps } = await readJumps(system.ctx());
  expect(jumps).toHaveLength(4);
  expect(jumps?.every(({ foundAt }) => foundAt?.getTime() === system.clock.now().getTime())).toBe(true);
  const found_at = system.clock.now().toISOString();
  const { data, compared } = (await jumpsOverHttp(await system.key(['read']))).body;
  expect(compared).toEqual({ usual: true, users: true, keys: true });
  expect(data).toHaveLength(4);
  expect(data[0]).toEqual({
    ...{ kind: 'service', name: 'batch', date: '2026-03-21', unit: 'usd', value: 40, typical: 0 },
    ...{ days_before: 14, requests: 1, found_at },
  });
  expect(data[3]).toMatchObject({ kind: 'input', name: 'b', unit: 'tokens_per_request', value: 200, typical: 100 });
  const other = await system.key(['read'], { project: 'other' });
  expect((await jumpsOverHttp(other)).body).toMatchObject({ data: [], compared: { usual: false } });
  expect((await jumpsOverHttp(await system.key(['ingest']))).status).toBe(403);
  await system.drain();
  await sql`update spend_jump set day = day - 5`;
  const later = await readJumps(system.ctx());
  expect(later.jumps).toHaveLength(8);
  expect(later.jumps?.at(-1)).toMatchObject({ from: Date.UTC(2026, 2, 16), to: Date.UTC(2026, 2, 17) });
});

test('keys are left out while requests of these days record none, and the result says so', async () => {
  await setup.system.services.sql`update event set api_key = null where ts < '2026-03-12'`;
  const { jumps, keys } = await read();
  expect([keys, jumps?.map(({ kind }) => kind)]).toEqual([false, ['service', 'user', 'input']]);
});
