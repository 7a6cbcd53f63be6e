import { sql } from 'drizzle-orm';
import { Logger, makeWorkerUtils, run, type TaskList } from 'graphile-worker';
import type { Db, Tx } from '#db/client.ts';
import type { Services } from './context.ts';
import { type ErrorFacts, errorFacts } from './error-facts.ts';
import { recoverJobs } from './recover-jobs.ts';

/** A feature's worker adapter: job name → what to do. Throwing means: try again later with back-off. */
export type JobHandlers = Record<string, (services: Services, payload: unknown) => Promise<void>>;

/**
 * Puts a job on the queue inside the caller's transaction: this is the outbox. It runs at least once, after COMMIT,
 * or never when the transaction is rolled back. A second job with the same `key` replaces a waiting first one.
 */
export async function enqueue(tx: Tx | Db, job: string, payload: Record<string, unknown>, key?: string): Promise<void> {
  await tx.execute(
    sql`select graphile_worker.add_job(${job}::text, ${JSON.stringify(payload)}::json, max_attempts => 12, job_key => ${key ?? null}::text)`,
  );
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

/** Runs a job; what it throws is kept by the queue in a table, so only its facts are passed on. */
async function withoutValues(job: () => Promise<void>): Promise<void> {
  try {
    await job();
  } catch (error) {
    throw new WithoutValues(error);
  }
}

/**
 * Runs jobs until stopped, those of workers that were killed first; returns the stop function, which waits for running
 * jobs.
 */
export async function runJobs(
  databaseUrl: string,
  services: Services,
  handlers: JobHandlers,
): Promise<() => Promise<void>> {
  const taskList: TaskList = Object.fromEntries(
    Object.entries(handlers).map(([name, handle]) => [
      name,
      (payload: unknown) => withoutValues(() => handle(services, payload)),
    ]),
  );
  const stopRecovery = await recoverJobs(services);
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
    await stopRecovery();
  };
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
