import { sql } from 'drizzle-orm';
import { describe, test, vi } from 'vitest';
import { type System, startSystem } from '#test/harness/system.ts';
import { enqueue, type JobHandlers, runJobs } from './jobs.ts';
import type { ParkedHandlers } from './parked-jobs.ts';
import { readQueue } from './read-queue.ts';

type GivenUp = { payload: unknown; reason: string };

/** Runs jobs until `done`; returns the jobs whose handler was notified that they are given up. */
async function work(system: System, handlers: JobHandlers, done: (givenUp: GivenUp[]) => void | Promise<void>) {
  const givenUp: GivenUp[] = [];
  const parked: ParkedHandlers = Object.fromEntries(
    Object.keys(handlers).map((name) => [name, async (_, payload, reason) => void givenUp.push({ payload, reason })]),
  );
  const stop = await runJobs(system.databaseUrl, system.services, handlers, parked);
  try {
    await vi.waitFor(
      async () => {
        await system.services.db.execute(
          sql`update graphile_worker._private_jobs set run_at = now() where locked_at is null and attempts < max_attempts`,
        );
        await done(givenUp);
      },
      { timeout: 30_000, interval: 200 },
    );
  } finally {
    await stop();
  }
  return givenUp;
}

// Side by side: each has a database of its own, and mostly waits for the next look at the queue.
describe.concurrent('jobs that fail', () => {
  test('a feature is notified once of a job that fails three times, and the job is counted as failed', async ({
    expect,
  }) => {
    await using system = await startSystem();
    let starts = 0;
    const fails: JobHandlers = {
      async poison() {
        starts += 1;
        throw new Error('always');
      },
    };
    await enqueue(system.services, 'poison', { n: 1 });
    const givenUp = await work(system, fails, async (notified) => {
      expect(notified).toHaveLength(1);
      expect(await readQueue(system.services)).toMatchObject({ failed: 1, waiting: 0 });
    });
    expect(starts).toBe(3);
    expect(givenUp[0]).toMatchObject({ payload: { n: 1 }, reason: expect.stringContaining('it failed 3 times') });
    await enqueue(system.services, 'poison', { n: 2 });
    expect((await work(system, fails, (notified) => expect(notified).toHaveLength(1)))[0]).toMatchObject({
      payload: { n: 2 },
    });
  });

  test('a job whose worker was killed three times is given up when the next worker starts', async ({ expect }) => {
    await using system = await startSystem();
    const { db } = system.services;
    const started: unknown[] = [];
    const handlers: JobHandlers = {
      async heavy(_, payload) {
        started.push(payload);
      },
    };
    await enqueue(system.services, 'heavy', { n: 'poison' });
    await enqueue(system.services, 'heavy', { n: 'beside it' });
    // A killed worker leaves jobs locked.
    await db.execute(sql`update graphile_worker._private_jobs set locked_by = 'killed', locked_at = now(),
    attempts = case when payload->>'n' = 'poison' then 3 else 1 end`);
    const givenUp = await work(system, handlers, (notified) => {
      expect(notified).toHaveLength(1);
      expect(started).toEqual([{ n: 'beside it' }]);
    });
    expect(givenUp[0]).toMatchObject({
      payload: { n: 'poison' },
      reason: expect.stringContaining('its process ended 3 times'),
    });
  });

  test('losing the database does not use up an attempt', async ({ expect }) => {
    await using system = await startSystem();
    let starts = 0;
    const handlers: JobHandlers = {
      async unlucky({ db }) {
        starts += 1;
        if (starts <= 4) await db.execute(sql`select pg_terminate_backend(pg_backend_pid())`);
      },
    };
    await enqueue(system.services, 'unlucky', {});
    const givenUp = await work(system, handlers, async () => {
      expect(starts).toBe(5);
      expect(await readQueue(system.services)).toEqual({ waiting: 0, oldestWaitsMs: 0, failed: 0 });
    });
    expect(givenUp).toEqual([]);
  });

  test('a job that was replaced while it ran is not reported as given up, though it failed', async ({ expect }) => {
    await using system = await startSystem();
    let starts = 0;
    const handlers: JobHandlers = {
      async replaced(services, payload) {
        starts += 1;
        if (starts > 1) return;
        await enqueue(services, 'replaced', payload as Record<string, unknown>, { key: 'k' });
        throw new Error('after it enqueued another');
      },
    };
    await enqueue(system.services, 'replaced', { n: 1 }, { key: 'k' });
    const givenUp = await work(system, handlers, async () => {
      expect(starts).toBe(2);
      expect(await readQueue(system.services)).toMatchObject({ failed: 0 });
    });
    expect(givenUp).toEqual([]);
  });

  test('of the jobs of one queue one runs at a time, and another queue’s job does not wait for them', async ({
    expect,
  }) => {
    await using system = await startSystem();
    const { db } = system.services;
    let atOnce = 0;
    let most = 0;
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const handlers: JobHandlers = {
      async mine() {
        most = Math.max(most, ++atOnce);
        await held;
        atOnce -= 1;
      },
      // The jobs of the other queue finish only after this one has run.
      async theirs() {
        release();
      },
    };
    for (let n = 0; n < 8; n++) await enqueue(system.services, 'mine', { n }, { queue: 'a' });
    await enqueue(system.services, 'theirs', {}, { queue: 'b' });
    await work(system, handlers, async () => {
      const [left] = await db.execute<{ n: number }>(sql`select count(*)::int as n from graphile_worker._private_jobs`);
      expect(left?.n).toBe(0);
    });
    expect(most).toBe(1);
  });
});
