import { setTimeout as pause } from 'node:timers/promises';
import { describe, it, vi } from 'vitest';
import { startSystem } from '#test/harness/system.ts';
import { inTransaction } from '../in-transaction.ts';
import { enqueue, runJobs } from './jobs.ts';

/** The lock is taken again, and a job found, within seconds: the limit only ends a wait for what never comes. */
const WITHIN = { timeout: 18_000, interval: 50 };

// Side by side: each has a database of its own, and mostly waits for the queue.
describe.concurrent('a worker', () => {
  it('holds the lock of a running worker again, and runs jobs, after every connection was lost', async ({ expect }) => {
    await using system = await startSystem();
    let done = 0;
    const stop = await runJobs(system.databaseUrl, system.services, {
      count: async () => {
        done += 1;
      },
    });
    const owner = system.owner();
    /** The connections that hold the lock of a running worker. */
    const holders = async (): Promise<number[]> => {
      const rows = await owner<{ pid: number }[]>`
      select pid from pg_locks where locktype = 'advisory' and mode = 'ShareLock' and granted
        and database = (select oid from pg_database where datname = current_database())`;
      return rows.map(({ pid }) => pid);
    };
    const first = await holders();
    expect(first).toHaveLength(1);
    await owner`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`;
    await vi.waitFor(async () => {
      const second = await holders();
      expect(second).toHaveLength(1);
      expect(second).not.toEqual(first);
    }, WITHIN);
    await vi.waitFor(() => inTransaction(system.services, (services) => enqueue(services, 'count', {})), WITHIN);
    await vi.waitFor(() => expect(done).toBe(1), WITHIN);
    await stop();
    // Postgres notices the end of a connection, and releases its lock, a moment after us.
    await vi.waitFor(async () => expect(await holders()).toEqual([]), WITHIN);
  });

  it('gives back a job that does not end in time, and the next worker starts it at once', async ({ expect }) => {
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
    await vi.waitFor(() => expect(begun).toBe(true), WITHIN);
    const stoppedAt = performance.now();
    await stop();
    expect(performance.now() - stoppedAt).toBeLessThan(10_000); // 4.5 s, and what a busy machine adds
    const [job] = await system.services.sql`select locked_at from graphile_worker.jobs`;
    expect(job).toEqual({ locked_at: null });
    const stopNext = await runJobs(system.databaseUrl, system.services, { slow: async () => void ended.push('next') });
    await vi.waitFor(() => expect(ended).toEqual(['next']), WITHIN);
    await stopNext();
    never.resolve();
    await pause(100); // the first worker's end
  });
});
