import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { JobHelpers } from 'graphile-worker';
import type { Services } from '../context.ts';
import { isTransient } from '../database-faults.ts';

const FIRST_DELAY_MS = 250;
const DELAY_MS_MAX = 5_000;

/**
 * Runs one attempt of a job. A transient failure of the database (unreachable, full, a conflict with another
 * transaction) is not counted as an attempt, so the job is tried again for as long as that lasts.
 */
export async function runJob(
  services: Pick<Services, 'db' | 'log'>,
  work: () => Promise<void>,
  { job, abortSignal }: Pick<JobHelpers, 'job' | 'abortSignal'>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (isTransient(error)) await giveAttemptBack(services, job.id, abortSignal);
    throw error;
  }
}

/** Takes the attempt off the count once the database can be written. If the process ends before that, it counts. */
async function giveAttemptBack(
  { db, log }: Pick<Services, 'db' | 'log'>,
  id: string,
  abortSignal: AbortSignal,
): Promise<void> {
  for (let delayMs = FIRST_DELAY_MS; !abortSignal.aborted; delayMs = Math.min(DELAY_MS_MAX, delayMs * 2)) {
    try {
      await db.execute(
        sql`update graphile_worker._private_jobs set attempts = greatest(attempts - 1, 0) where id = ${id}::bigint`,
      );
      return;
    } catch (error) {
      log.info({ job: id, code: error instanceof Error ? error.name : typeof error }, 'a job waits for the database');
    }
    await pause(delayMs);
  }
}
