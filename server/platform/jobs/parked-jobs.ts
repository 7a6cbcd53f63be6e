import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { DbCtx, Services } from '../context.ts';

/**
 * Job name → what its feature does when a job is given up, such as failing the run that waits for it. Must be
 * idempotent.
 */
export type ParkedHandlers = Record<string, (services: Services, payload: unknown, reason: string) => Promise<void>>;

const LOOK_MS = 2_000;
/** How long given-up jobs are kept, to be counted on the page About. */
const KEPT_DAYS = 30;

type ParkedJob = { id: string; name: string; payload: unknown; attempts: number; threw: boolean; superseded: boolean };

/**
 * Looks every two seconds for jobs that have used all of their attempts, by failing or by crashing their worker, and
 * notifies their feature, so that nothing waits for them for ever. Returns the stop function.
 */
export function notifyParkedJobs(services: Services, handlers: ParkedHandlers): () => Promise<void> {
  const stop = new AbortController();
  const running = (async () => {
    while (!stop.signal.aborted) {
      try {
        await notifyOnce(services, handlers);
      } catch (error) {
        services.log.warn({ err: error }, 'parked jobs cannot be read; tried again in 2 s');
      }
      await pause(LOOK_MS, undefined, { signal: stop.signal }).catch(() => undefined); // stopped: the loop ends
    }
  })();
  return async () => {
    stop.abort();
    await running;
  };
}

/** A handler that fails is called again in the next round; the handlers of the other jobs are still called. */
async function notifyOnce(services: Services, handlers: ParkedHandlers): Promise<void> {
  for (const job of await readParked(services)) {
    try {
      if (job.superseded)
        await services.db.execute(sql`select graphile_worker.complete_jobs(array[${job.id}::bigint])`);
      else await notify(services, handlers, job);
    } catch (error) {
      services.log.error(
        { err: error, job: job.name, id: job.id },
        'the feature of a parked job could not be notified; tried again',
      );
    }
  }
}

async function notify(services: Services, handlers: ParkedHandlers, { id, name, payload, ...job }: ParkedJob) {
  const how = job.threw ? 'it failed' : 'its process ended';
  await handlers[name]?.(
    services,
    payload,
    `${how} ${job.attempts} times; the log of the worker has the reason (job ${id}).`,
  );
  // `told` is stored in the queue: "its feature was notified". Another name would notify for old jobs a second time.
  await services.db.execute(sql`
    update graphile_worker._private_jobs set flags = coalesce(flags, '{}'::jsonb) || '{"told": true}' where id = ${id}::bigint`);
  services.log.error({ job: name, id, attempts: job.attempts }, 'a job is given up');
}

/**
 * The jobs that used all of their attempts and whose feature was not notified yet. Scans the queue, which holds
 * unfinished jobs only. `superseded`: a later job with the same key replaced it while it ran, and does its work.
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
