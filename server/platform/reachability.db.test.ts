import { expect, test } from 'vitest';
import { openSql } from '#db/client.ts';
import { resumeCluster, suspendCluster } from '#test/harness/faults.ts';
import { startTestCluster } from '#test/harness/postgres.ts';
import { makeReachability } from './reachability.ts';

const WITHIN_MS = 300;

/** Keeps this process from doing anything else. */
function beBusy(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

test('a database is reachable unless it hangs or is gone, also when this process is too busy to read its response', async () => {
  const cluster = await startTestCluster();
  const sql = openSql(cluster.url('postgres'), { max: 1 });
  const reach = makeReachability(sql, WITHIN_MS);
  expect(await reach.reachable()).toBe(true);

  const busy = reach.reachable();
  await new Promise((then) => setImmediate(() => setImmediate(then))); // the query is sent
  beBusy(WITHIN_MS + 50);
  expect(await busy).toBe(true);
  const busier = reach.reachable();
  beBusy(WITHIN_MS * 4);
  expect(await busier).toBe(true);

  await suspendCluster(cluster.pid);
  const start = performance.now();
  expect(await reach.reachable()).toBe(false);
  expect(performance.now() - start).toBeLessThan(WITHIN_MS + 700);
  await resumeCluster(cluster.pid);
  await expect.poll(reach.reachable).toBe(true);

  await cluster.stop();
  expect(await reach.reachable()).toBe(false);
  await Promise.all([reach.close(), sql.end({ timeout: 1 })]);
});
