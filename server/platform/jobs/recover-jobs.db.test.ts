import { setTimeout as pause } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { startSystem } from '#test/harness/system.ts';
import { inTransaction } from '../in-transaction.ts';
import { enqueue, runJobs } from './jobs.ts';

it('holds the lock of a running worker again, and runs jobs, after every connection was lost', async () => {
  await using system = await startSystem();
  let done = 0;
  const stop = await runJobs(system.databaseUrl, system.services, {
    count: async () => {
      done += 1;
    },
  });
  const owner = system.owner();
  const locks = async (): Promise<number> => {
    const [row] = await owner<{ n: number }[]>`
      select count(*)::int as n from pg_locks where locktype = 'advisory' and mode = 'ShareLock' and granted
        and database = (select oid from pg_database where datname = current_database())`;
    return row?.n ?? 0;
  };
  expect(await locks()).toBe(1);
  await owner`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`;
  await vi.waitFor(async () => expect(await locks()).toBe(1), 10_000);
  await vi.waitFor(() => inTransaction(system.services, (services) => enqueue(services, 'count', {})), 10_000);
  await vi.waitFor(() => expect(done).toBe(1), 10_000);
  await stop();
  expect(await locks()).toBe(0);
});

it('gives back a job that does not end in time, and the next worker starts it at once', async () => {
  await using system = await startSystem();
  const ended: string[] = [];
  const never = Promise.withResolvers<void>();
  let begun = false;
  const stop = await runJobs(system.databaseUrl, system.services, {
    slow: async () => {
      begun = true;
      await never.promise;
    },
  });
  await inTransaction(system.services, (services) => enqueue(services, 'slow', {}));
  await vi.waitFor(() => expect(begun).toBe(true), 10_000);
  const stoppedAt = performance.now();
  await stop();
  expect(performance.now() - stoppedAt).toBeLessThan(5_000);
  const [job] = await system.services.sql`select locked_at from graphile_worker.jobs`;
  expect(job).toEqual({ locked_at: null });
  const stopNext = await runJobs(system.databaseUrl, system.services, { slow: async () => void ended.push('next') });
  await vi.waitFor(() => expect(ended).toEqual(['next']), 10_000);
  await stopNext();
  never.resolve();
  await pause(100); // the first worker's end
});
