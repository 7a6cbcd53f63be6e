import type { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { cloneDatabase, startTestCluster } from '#test/harness/postgres.ts';
import { startProxy } from '#test/harness/proxy.ts';
import { openSql } from './client.ts';

it('serves again when Postgres is back, however often it was refused meanwhile', async () => {
  const cluster = await startTestCluster({ durable: true });
  const sql = openSql(cluster.url('postgres'), { max: 2 });
  expect(await sql`select 1 as n`).toMatchObject([{ n: 1 }]);
  await cluster.stop();
  // More refusals than the pool has connections: none of them may be lost to it.
  for (let attempt = 0; attempt < 6; attempt++) await expect(sql`select 1`).rejects.toThrow();
  const second = await cluster.again();
  await expect.poll(() => sql`select 2 as n`.catch(() => null), { timeout: 10_000 }).toMatchObject([{ n: 2 }]);
  await sql.end({ timeout: 1 });
  await second.stop();
}, 40_000);

it.each<[string, (socket: Socket) => unknown]>([
  ['reset', (socket) => socket.resetAndDestroy()],
  ['closed', (socket) => socket.end()],
])(
  'gets the right rows soon after all connections were %s, for callers that ask again at once',
  async (_, cut) => {
    await using database = await cloneDatabase();
    const through = new URL(database.url);
    const open = new Set<Socket>();
    const proxy = await startProxy(Number(through.port), (client, upstream) => {
      open.add(client);
      client.on('close', () => {
        open.delete(client);
        upstream.destroy();
      });
      client.pipe(upstream).pipe(client);
    });
    through.port = String(proxy.port);
    const sql = openSql(through.href, { max: 4 });
    await Promise.all(Array.from({ length: 4 }, () => sql`select pg_sleep(0.05)`)); // each connection is open
    async function ask(): Promise<unknown[]> {
      for (;;) {
        const rows = await sql.unsafe('select $1::int as n', [7]).catch(() => null);
        if (rows !== null) return [...rows];
      }
    }
    // Which statement meets which moment of a lost connection is left to chance: each of the faults came within 60 losses.
    for (let loss = 0; loss < 60; loss++) {
      const asked = (async () => {
        for (let n = 0; n < 5; n++) expect(await ask()).toEqual([{ n: 7 }]);
      })();
      for (const socket of open) cut(socket);
      await asked;
    }
    await sql.end({ timeout: 1 });
    for (const socket of open) socket.destroy();
    await proxy.stop();
  },
  40_000,
);

it('rolls back, and rejects at once, where the work of a transaction lost another connection', async () => {
  await using database = await cloneDatabase();
  const sql = openSql(database.url, { max: 1 });
  const lost = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
  const work = sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(1)`;
    throw lost;
  });
  await expect(work).rejects.toBe(lost);
  const held = await sql`select pid from pg_locks where locktype = 'advisory'
    and database = (select oid from pg_database where datname = current_database())`;
  expect(held).toHaveLength(0);
  await sql.end({ timeout: 1 });
});
