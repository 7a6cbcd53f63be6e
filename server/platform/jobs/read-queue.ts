import { sql } from 'drizzle-orm';
import type { DbCtx } from '../context.ts';

export type QueueState = {
  /** Jobs that could run now and that no worker has locked. */
  waiting: number;
  /** How long the oldest of them has waited, in ms; 0 when none waits. */
  oldestWaitsMs: number;
  /** Jobs that used all of their attempts and will not run again. */
  failed: number;
};

/** How far the worker is behind, over all projects. Scans the queue, which holds unfinished jobs only. */
export async function readQueue({ db }: DbCtx): Promise<QueueState> {
  const [row] = await db.execute<{ waiting: number; oldest_ms: number; failed: number }>(sql`
    select count(*) filter (where ready)::int as waiting,
           coalesce(extract(epoch from now() - min(run_at) filter (where ready)) * 1000, 0)::float8 as oldest_ms,
           count(*) filter (where attempts >= max_attempts)::int as failed
      from (select *, locked_at is null and run_at <= now() and attempts < max_attempts as ready
              from graphile_worker.jobs) as job`);
  return { waiting: row?.waiting ?? 0, oldestWaitsMs: row?.oldest_ms ?? 0, failed: row?.failed ?? 0 };
}
