import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { DbCtx, Services } from '../context.ts';

/** What stands for a job, told when it is given up: job name → what becomes of its object. Must bear to run twice. */
export type ParkedHandlers = Record<string, (services: Services, payload: unknown, reason: string) => Promise<void>>;

const LOOK_MS = 2_000;
/** Given-up jobs are counted on the page About for so long. */
const KEPT_DAYS = 30;

type ParkedJob = { id: string; name: string; payload: unknown; attempts: number; threw: boolean; superseded: boolean };

/**
 * Looks every two seconds for jobs that failed as often as they may, also by ending their worker, and tells their
 * feature, so that nothing waits for them for ever. Returns how to stop.
 */
export function notifyParkedJobs(services: Services, handlers: ParkedHandlers): () => Promise<void> {
  const stop = new AbortController();
  const running = (async () => {
    while (!stop.signal.aborted) {
      try {
        await tellOnce(services, handlers);
      } catch (error) {
        services.log.warn({ err: error }, 'parked jobs are looked for again');
      }
      await pause(LOOK_MS, undefined, { signal: stop.signal }).catch(() => undefined); // stopped: the loop ends
    }
  })();
  return async () => {
    stop.abort();
    await running;
  };
}

/** A handler that fails is asked again in the next round; the others are told all the same. */
async function tellOnce(services: Services, handlers: ParkedHandlers): Promise<void> {
  for (const job of await readParked(services)) {
    try {
      if (job.superseded)
        await services.db.execute(sql`select graphile_worker.complete_jobs(array[${job.id}::bigint])`);
      else await tell(services, handlers, job);
    } catch (error) {
      services.log.error(
        { err: error, job: job.name, id: job.id },
        'a parked job could not be told; it is tried again',
      );
    }
  }
}

async function tell(services: Services, handlers: ParkedHandlers, { id, name, payload, ...job }: ParkedJob) {
  const how = job.threw ? 'it failed' : 'its process ended';
  await handlers[name]?.(
    services,
    payload,
    `${how} ${job.attempts} times; the log of the worker says why (job ${id}).`,
  );
  await services.db.execute(sql`
    update graphile_worker._private_jobs set flags = coalesce(flags, '{}'::jsonb) || '{"told": true}' where id = ${id}::bigint`);
  services.log.error({ job: name, id, attempts: job.attempts }, 'a job is given up');
}

/**
 * Scans the queue, which holds unfinished jobs only. A job whose key was taken over by a later one while it ran is never
 * started again either, but nothing is lost: the later one does its work.
 */
async function readParked({ db }: DbCtx): Promise<ParkedJob[]> {
  await db.execute(sql`
    delete from graphile_worker._private_jobs
    where flags ? 'told' and updated_at < now() - make_interval(days => ${KEPT_DAYS}::int)`);
  const rows = await db.execute<ParkedJob>(sql`
    select j.id::text, t.identifier as name, j.payload, j.attempts::int, j.last_error is not null as threw,
      coalesce(j.flags ? 'superseded', false) as superseded
    from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    where j.attempts >= j.max_attempts and j.locked_at is null and not coalesce(j.flags ? 'told', false)
    order by j.id limit 100`);
  return [...rows];
}
