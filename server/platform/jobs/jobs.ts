import { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import {
  Logger,
  makeWorkerUtils,
  type Runner,
  type RunnerOptions,
  run,
  type TaskList,
  type WorkerEvents,
} from 'graphile-worker';
import { openJobPool } from '#db/job-pool.ts';
import type { DbCtx, Services } from '../context.ts';
import { type ErrorFacts, errorFacts } from '../error-facts.ts';
import { notifyParkedJobs, type ParkedHandlers } from './parked-jobs.ts';
import { recoverJobs } from './recover-jobs.ts';
import { runJob } from './run-job.ts';

/**
 * A feature's worker adapter: job name → handler. A handler that throws is run again later with back-off, three times
 * in all. A handler with much to do returns after a second or two and enqueues another job for the rest.
 */
export type JobHandlers = Record<string, (services: Services, payload: unknown) => Promise<void>>;

/**
 * Attempts that fail, or in which the worker crashes, before a job is given up. An unreachable database does not count.
 */
const ATTEMPTS_MAX = 3;

/**
 * Puts a job on the queue inside the caller's transaction: this is the outbox. It runs at least once, after COMMIT, or
 * never when the transaction is rolled back. A job replaces a waiting one with the same `key`. Jobs with the same
 * `queue` run one at a time: long jobs get a queue for each project, so that one project does not use all of the
 * worker.
 */
export async function enqueue(
  ctx: DbCtx,
  job: string,
  payload: Record<string, unknown>,
  { key, queue }: { key?: string; queue?: string } = {},
): Promise<void> {
  if (key !== undefined) {
    // A running job with this key is never started again. Mark it, so that parked-jobs.ts does not take it for given
    // up.
    await ctx.db.execute(sql`update graphile_worker._private_jobs
      set flags = coalesce(flags, '{}'::jsonb) || '{"superseded": true}' where key = ${key} and locked_at is not null`);
  }
  await ctx.db.execute(sql`select graphile_worker.add_job(${job}::text, ${JSON.stringify(payload)}::json,
    max_attempts => ${ATTEMPTS_MAX}::int, job_key => ${key ?? null}::text, queue_name => ${queue ?? null}::text)`);
}

/** Puts many jobs of one kind on the queue, as {@link enqueue} without a key. One statement. */
export async function enqueueAll(
  ctx: DbCtx,
  job: string,
  payloads: readonly Record<string, unknown>[],
  { queue }: { queue?: string } = {},
): Promise<void> {
  if (payloads.length === 0) return;
  await ctx.db.execute(sql`select count(*) from graphile_worker.add_jobs(array(
    select row(${job}::text, payload::json, ${queue ?? null}::text, null, ${ATTEMPTS_MAX}::int, null, null, null)::graphile_worker.job_spec
    from jsonb_array_elements(${JSON.stringify(payloads)}::jsonb) payload))`);
}

/** Creates or upgrades the queue's own schema. */
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

/** How long a stop waits for running jobs; those that still run then are given back to the queue. */
const FINISH_WITHIN_MS = 3_500;
/** How long a stop then waits until they are given back: the database may be what they wait for. */
const GIVE_BACK_WITHIN_MS = 1_000;

/** Runs a job. The queue stores what it throws in a table, so the error is replaced by its facts. */
async function withoutValues(job: () => Promise<void>): Promise<void> {
  try {
    await job();
  } catch (error) {
    throw new WithoutValues(error);
  }
}

/**
 * Runs jobs until stopped, those of killed workers first, and notifies features of jobs that are given up. Returns the
 * stop function, which waits for running jobs and after 3.5 s gives those that still run back to the queue.
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
  const stopNotifying = notifyParkedJobs(services, parked);
  const warn = (err: Error) => services.log.warn({ err }, 'the job queue lost a connection');
  const pgPool = openJobPool(databaseUrl, 6, warn);
  const running = new Map<string, string>();
  const events: WorkerEvents = new EventEmitter();
  events.on('job:start', ({ job, worker }) => running.set(job.id, worker.workerPool.id));
  events.on('job:complete', ({ job }) => running.delete(job.id));
  const runner = await startQueue(events, {
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
    await stopNotifying();
    await stopRecovery();
  };
}

/**
 * Starts the queue, again until its first search for a job succeeds: graphile-worker 0.18 reads the names of the jobs once
 * and keeps the result also where it is an error, so that a connection lost at that moment ends every later search.
 */
async function startQueue(events: WorkerEvents, options: RunnerOptions): Promise<Runner> {
  for (;;) {
    const searched = Promise.withResolvers<boolean>();
    events.once('worker:getJob:empty', () => searched.resolve(true));
    events.once('job:start', () => searched.resolve(true));
    events.once('worker:getJob:error', () => searched.resolve(false));
    const runner = await run(options);
    if (await searched.promise) return runner;
    await runner.stop();
    await pause(options.pollInterval);
  }
}

/**
 * Gives unfinished jobs back, so that the next worker starts them at once: the queue itself would wait for four hours.
 * Their attempt does not count, since a stop is no failure.
 */
async function giveBack({ sql: connection, log }: Pick<Services, 'sql' | 'log'>, workers: string[]): Promise<void> {
  try {
    await connection`update graphile_worker._private_jobs set attempts = greatest(attempts - 1, 0)
      where locked_by = any(${workers})`;
    await connection`select graphile_worker.force_unlock_workers(${workers})`;
    log.info({ workers: workers.length }, 'jobs that were not finished in time are given back');
  } catch (err) {
    log.warn({ err }, 'jobs that were not finished in time could not be given back; the next start recovers them');
  }
}

/**
 * Writes the queue's messages to our log, cut where they begin to quote an error, whose facts are logged instead. The
 * queue's level `info`, one message for each finished job, becomes `debug`.
 */
function queueLogger({ log }: Pick<Services, 'log'>): Logger {
  const level = { error: 'error', warning: 'warn', info: 'debug', debug: 'trace' } as const;
  return new Logger(() => (given, message, meta) => {
    const err = meta?.error instanceof WithoutValues ? meta.error.cause : meta?.error;
    log[level[given]](err === undefined ? {} : { err }, message.split(/[:'"`]/, 1)[0] ?? '');
  });
}

/** What the queue stores of a failed job: the facts of the error, without values that callers sent. */
class WithoutValues extends Error {
  constructor(error: unknown) {
    super(sentenceOf(errorFacts(error)), { cause: error });
    this.stack = this.message;
  }
}

const sentenceOf = ({ type, code, message }: ErrorFacts): string =>
  [type, code, message].filter((part) => part !== undefined).join(' ');
