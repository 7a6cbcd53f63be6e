import { expect, it } from 'vitest';
import { startTestCluster } from '#test/harness/postgres.ts';
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
