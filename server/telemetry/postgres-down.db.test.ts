import { expect, test } from 'vitest';
import { migrate } from '#server/run/migrate.ts';
import { startTestCluster } from '#test/harness/postgres.ts';
import { startSystem } from '#test/harness/system.ts';
import { rollUpOnce } from '#test/harness/telemetry.ts';
import { verifyRollups } from './rollup/verify-rollups.ts';

test('while Postgres is down calls get 503; events acknowledged before, or sent again, are stored once', async () => {
  const cluster = await startTestCluster({ durable: true });
  const databaseUrl = cluster.url('postgres');
  await migrate(databaseUrl);
  await using system = await startSystem({ databaseUrl });
  const key = await system.key(['ingest']);
  const batch = (nr: number) =>
    Array.from({ length: 100 }, (_, i) => ({ id: `b-${nr}-${i}`, at: new Date().toISOString(), model: 'm' }));
  const send = (nr: number, events: unknown[]) =>
    system.api('POST', '/api/v1/events', { key, body: { events }, headers: nr < 0 ? { 'x-nr': `${nr}` } : {} });

  const batches = Array.from({ length: 60 }, (_, nr) => batch(nr));
  const statuses: number[] = [];
  const sending = Promise.all(
    [0, 1, 2].map(async (lane) => {
      for (let nr = lane; nr < batches.length; nr += 3) {
        statuses[nr] = (await send(nr, batches[nr] ?? [])).status;
        if (nr === 15) process.kill(cluster.pid, 'SIGKILL');
      }
    }),
  );
  await sending;
  await cluster.ended;
  expect(new Set(statuses)).toEqual(new Set([207, 503]));
  expect((await send(0, batch(99))).headers.get('retry-after')).toMatch(/^\d+$/);

  const second = await cluster.again();
  try {
    for (const [nr, events] of batches.entries()) {
      for (;;) {
        const { status, body } = await send(nr, events);
        if (status === 503) continue;
        expect(status).toBe(207);
        if (statuses[nr] === 207) expect(body.duplicates).toBe(100);
        break;
      }
    }
    const [row] = await system.services.sql<{ n: number; ids: number }[]>`
      select count(*)::int as n, count(distinct id)::int as ids from event where id like 'b-%'`;
    expect(row).toEqual({ n: 6000, ids: 6000 });
    await rollUpOnce(system.services);
    expect(await verifyRollups(system.services.sql)).toEqual([]);
  } finally {
    await system.dispose();
    await second.stop();
  }
}, 60_000);
