import { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { Logger, makeWorkerUtils, run, type TaskList, type WorkerEvents } from 'graphile-worker';
import { openJobPool } from '#db/job-pool.ts';
import type { DbCtx, Services } from '../context.ts';
import { type ErrorFacts, errorFacts } from '../error-facts.ts';
import { notifyParkedJobs, type ParkedHandlers } from './parked-jobs.ts';
import { recoverJobs } from './recover-jobs.ts';
import { runJob } from './run-job.ts';

/**
 * A feature's worker adapter: job name → what to do. Throwing means: try again later with back-off, three times in all.
 * What runs long ends by itself after a second or two and asks for another job for the rest.
 */
export type JobHandlers = Record<string, (services: Services, payload: unknown) => Promise<void>>;

/** Starts of a job that fail, or in which its worker ends, before it is given up. A database that is away does not count. */
const ATTEMPTS_MAX = 3;

/**
 * Puts a job on the queue inside the caller's transaction: this is the outbox. It runs at least once, after COMMIT,
 * or never when the transaction is rolled back. A second job with the same `key` replaces a waiting first one; of jobs
 * with the same `queue` (a project's, where they may run long) one runs at a time, so that others have the other places.
 */
export async function enqueue(
  ctx: DbCtx,
  job: string,
  payload: Record<string, unknown>,
  { key, queue }: { key?: string; queue?: string } = {},
): Promise<void> {
  if (key !== undefined) {
    // One that runs is replaced as well: it is not started again, and must not look given up (parked-jobs.ts).
    await ctx.db.execute(sql`update graphile_worker._private_jobs
      set flags = coalesce(flags, '{}'::jsonb) || '{"superseded": true}' where key = ${key} and locked_at is not null`);
  }
  await ctx.db.execute(sql`select graphile_worker.add_job(${job}::text, ${JSON.stringify(payload)}::json,
    max_attempts => ${ATTEMPTS_MAX}::int, job_key => ${key ?? null}::text, queue_name => ${queue ?? null}::text)`);
}

/** Makes or upgrades the queue's own schema. */
export async function migrateJobs(databaseUrl: string): Promise<void> {
  const pgPool = openJobPool(databaseUrl, 1, () => undefined);
  try {
    const utils = await makeWorkerUtils({ pgPool });
    await utils.migrate();
    await utils.release();
  } finally {
    await pgPool.end();
  }
}

/** A stop waits so long for running jobs; what is not done by then is given back to the queue. */
const FINISH_WITHIN_MS = 3_500;
/** Then so long until the queue has taken them back: it may be the database that they wait for. */
const GIVE_BACK_WITHIN_MS = 1_000;

/** Runs a job; what it throws is kept by the queue in a table, so only its facts are passed on. */
async function withoutValues(job: () => Promise<void>): Promise<void> {
  try {
    await job();
  } catch (error) {
    throw new WithoutValues(error);
  }
}

/**
 * Runs jobs until stopped, those of workers that were killed first, and tells features of jobs that are given up; returns
 * the stop function, which waits for running jobs, and after 3.5 s gives those that still run back to the queue.
 */
export async function runJobs(
  databaseUrl: string,
  services: Services,
  handlers: JobHandlers,
  parked: ParkedHandlers = {},
): Promise<() => Promise<void>> {
  const taskList: TaskList = Object.fromEntries(
    Object.entries(handlers).map(([name, handle]) => [
      name,
      (payload: unknown, helpers) => withoutValues(() => runJob(services, () => handle(services, payload), helpers)),
    ]),
  );
  const stopRecovery = await recoverJobs(services);
  const stopTelling = notifyParkedJobs(services, parked);
  const warn = (err: Error) => services.log.warn({ err }, 'the job queue lost a connection');
  const pgPool = openJobPool(databaseUrl, 6, warn);
  const running = new Map<string, string>();
  const events: WorkerEvents = new EventEmitter();
  events.on('job:start', ({ job, worker }) => running.set(job.id, worker.workerPool.id));
  events.on('job:complete', ({ job }) => running.delete(job.id));
  const runner = await run({
    pgPool,
    concurrency: 4,
    events,
    pollInterval: 1000,
    noHandleSignals: true,
    noPreparedStatements: true,
    logger: queueLogger(services),
    taskList,
  });
  return async () => {
    const stopped = runner.stop().then(
      () => true,
      (err: unknown) => {
        services.log.warn({ err }, 'the job queue had ended before');
        return true;
      },
    );
    const inTime = await Promise.race([stopped, pause(FINISH_WITHIN_MS, false, { ref: false })]);
    if (!inTime && running.size > 0) {
      const given = giveBack(services, [...new Set(running.values())]);
      await Promise.race([given, pause(GIVE_BACK_WITHIN_MS, undefined, { ref: false })]);
    }
    if (inTime) await pgPool.end();
    await stopTelling();
    await stopRecovery();
  };
}

/**
 * Lets the next worker take up at once what this one has not finished, as if it had not begun: the queue itself would wait
 * for four hours, and three stops are no three failures.
 */
async function giveBack({ sql: connection, log }: Pick<Services, 'sql' | 'log'>, workers: string[]): Promise<void> {
  try {
    await connection`update graphile_worker._private_jobs set attempts = greatest(attempts - 1, 0)
      where locked_by = any(${workers})`;
    await connection`select graphile_worker.force_unlock_workers(${workers})`;
    log.info({ workers: workers.length }, 'jobs that were not finished in time are given back');
  } catch (err) {
    log.warn({ err }, 'jobs that were not finished in time could not be given back; the next start takes them up');
  }
}

/**
 * The queue's own words in our log, up to where it begins to quote an error, whose facts follow: every finished job is
 * only worth a debug line.
 */
function queueLogger({ log }: Pick<Services, 'log'>): Logger {
  const level = { error: 'error', warning: 'warn', info: 'debug', debug: 'trace' } as const;
  return new Logger(() => (given, message, meta) => {
    const err = meta?.error instanceof WithoutValues ? meta.error.cause : meta?.error;
    log[level[given]](err === undefined ? {} : { err }, message.split(/[:'"`]/, 1)[0] ?? '');
  });
}

/** What the queue keeps of a failed job in its table: the error without what people sent. */
class WithoutValues extends Error {
  constructor(error: unknown) {
    super(sentenceOf(errorFacts(error)), { cause: error });
    this.stack = this.message;
  }
}

const sentenceOf = ({ type, code, message }: ErrorFacts): string =>
  [type, code, message].filter((part) => part !== undefined).join(' ');
