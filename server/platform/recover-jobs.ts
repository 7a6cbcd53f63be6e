import type { Services } from './context.ts';

/** Any constant of ours: held shared by every worker that lives. */
const WORKERS = 7_305_216_443;
/** With other workers alive, a job locked for longer than any job takes belongs to one that is not. */
const ABANDONED_S = 300;

/**
 * Gives back the jobs of workers that were killed: the queue itself waits four hours for them. Who finds no other worker
 * alive takes back every lock, else only locks that are older than any job takes; a job may run twice, as any job may.
 * Returns what ends this worker's own sign of life.
 */
export async function recoverJobs({ sql, log }: Pick<Services, 'sql' | 'log'>): Promise<() => Promise<void>> {
  const alive = await sql.reserve();
  const [alone] = await alive<{ yes: boolean }[]>`select pg_try_advisory_lock(${WORKERS}) as yes`;
  const olderThanS = alone?.yes ? 0 : ABANDONED_S;
  const dead = await alive<{ id: string }[]>`select distinct locked_by as id from graphile_worker.jobs
    where locked_by is not null and locked_at < now() - make_interval(secs => ${olderThanS})`;
  if (dead.length > 0) {
    await alive`select graphile_worker.force_unlock_workers(${dead.map(({ id }) => id)})`;
    log.info({ workers: dead.length }, 'jobs of ended workers are taken up again');
  }
  await alive`select pg_advisory_lock_shared(${WORKERS})`;
  if (alone?.yes) await alive`select pg_advisory_unlock(${WORKERS})`;
  return async () => {
    try {
      await alive`select pg_advisory_unlock_shared(${WORKERS})`;
      alive.release();
    } catch (error) {
      log.info({ err: error }, 'the sign of life ended with its connection');
    }
  };
}
