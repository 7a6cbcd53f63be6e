import { sql } from 'drizzle-orm';
import { Logger, makeWorkerUtils, run, type TaskList } from 'graphile-worker';
import type { Db, Tx } from '#db/client.ts';
import type { Services } from './context.ts';
import { tellParkedJobs } from './parked-jobs.ts';
import { recoverJobs } from './recover-jobs.ts';
import { runJob } from './run-job.ts';

/**
 * A feature's worker adapter: job name → what to do. Throwing means: try again later with back-off, three times in all.
 * What runs long ends by itself after a second or two and asks for another job for the rest.
 */
export type JobHandlers = Record<string, (services: Services, payload: unknown) => Promise<void>>;

/** What stands for a job, told when it is given up: job name → what becomes of its object. Must bear to run twice. */
export type ParkedHandlers = Record<string, (services: Services, payload: unknown, reason: string) => Promise<void>>;

/** Starts of a job that fail, or in which its worker ends, before it is given up. A database that is away does not count. */
const ATTEMPTS_MAX = 3;

/**
 * Puts a job on the queue inside the caller's transaction: this is the outbox. It runs at least once, after COMMIT,
 * or never when the transaction is rolled back. A second job with the same `key` replaces a waiting first one; of jobs
 * with the same `queue` (a project's, where they may run long) one runs at a time, so that others have the other places.
 */
export async function enqueue(
  tx: Tx | Db,
  job: string,
  payload: Record<string, unknown>,
  { key, queue }: { key?: string; queue?: string } = {},
): Promise<void> {
  if (key !== undefined) {
    // One that runs is replaced as well: it is not started again, and must not look given up (parked-jobs.ts).
    await tx.execute(sql`update graphile_worker._private_jobs
      set flags = coalesce(flags, '{}'::jsonb) || '{"superseded": true}' where key = ${key} and locked_at is not null`);
  }
  await tx.execute(sql`select graphile_worker.add_job(${job}::text, ${JSON.stringify(payload)}::json,
    max_attempts => ${ATTEMPTS_MAX}::int, job_key => ${key ?? null}::text, queue_name => ${queue ?? null}::text)`);
}

/** Makes or upgrades the queue's own schema. */
export async function migrateJobs(databaseUrl: string): Promise<void> {
  const utils = await makeWorkerUtils({ connectionString: databaseUrl, maxPoolSize: 1 });
  try {
    await utils.migrate();
  } finally {
    await utils.release();
  }
}

/**
 * Runs jobs until stopped, those of workers that were killed first, and tells features of jobs that are given up;
 * returns the stop function, which waits for running jobs.
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
      (payload: unknown, helpers) => runJob(services, () => handle(services, payload), helpers),
    ]),
  );
  const stopRecovery = await recoverJobs(services);
  const stopTelling = tellParkedJobs(services, parked);
  const runner = await run({
    connectionString: databaseUrl,
    concurrency: 4,
    maxPoolSize: 6,
    pollInterval: 1000,
    noHandleSignals: true,
    noPreparedStatements: true,
    logger: queueLogger(services),
    taskList,
  });
  return async () => {
    await runner.stop();
    await stopTelling();
    await stopRecovery();
  };
}

/** The queue's own words in our log: every finished job is only worth a debug line. */
function queueLogger({ log }: Pick<Services, 'log'>): Logger {
  const level = { error: 'error', warning: 'warn', info: 'debug', debug: 'trace' } as const;
  return new Logger(() => (given, message) => log[level[given]](message));
}
