import { openBeside } from '#db/client.ts';
import type { Services } from '../context.ts';

/** Any constant of ours: held shared by every worker that lives. */
const WORKERS = 7_305_216_443;
/** With other workers alive, a job locked for longer than any job takes belongs to one that is not. */
const ABANDONED_S = 300;
/** Between the jobs of a killed worker: the one that killed it does so again alone, and the others are done by then. */
const APART_S = 3;
/** The sign of life ends with its connection, with a restart of Postgres, say: so soon it is given anew. */
const LOOK_EVERY_MS = 2_000;

/**
 * Gives back the jobs of workers that were killed: the queue itself waits four hours for them. Who finds no other worker
 * alive takes back every lock, else only locks that are older than any job takes; a job may run twice, as any job may.
 * They start again one after another, those that were started most often last.
 * Returns what ends this worker's own sign of life.
 */
export async function recoverJobs({ sql, log }: Pick<Services, 'sql' | 'log'>): Promise<() => Promise<void>> {
  // One connection, which the driver makes anew when it is lost: what was reserved of a pool would be lost for good.
  const alive = openBeside(sql, 1);
  const [alone] = await alive<{ yes: boolean }[]>`select pg_try_advisory_lock(${WORKERS}) as yes`;
  const olderThanS = alone?.yes ? 0 : ABANDONED_S;
  const dead = await alive<{ id: string }[]>`select distinct locked_by as id from graphile_worker.jobs
    where locked_by is not null and locked_at < now() - make_interval(secs => ${olderThanS})`;
  if (dead.length > 0) {
    const ids = dead.map(({ id }) => id);
    await alive`
      update graphile_worker._private_jobs job
      set run_at = greatest(job.run_at, now() + make_interval(secs => ${APART_S} * (nth - 1)))
      from (select id, row_number() over (order by attempts, id) as nth from graphile_worker._private_jobs
            where locked_by = any(${ids})) as given_back
      where job.id = given_back.id`;
    await alive`select graphile_worker.force_unlock_workers(${ids})`;
    log.info({ workers: dead.length }, 'jobs of ended workers are taken up again');
  }
  await alive`select pg_advisory_lock_shared(${WORKERS})`;
  if (alone?.yes) await alive`select pg_advisory_unlock(${WORKERS})`;

  let looking: Promise<unknown> = Promise.resolve();
  const look = async (): Promise<void> => {
    try {
      await alive`
        select pg_try_advisory_lock_shared(${WORKERS}) where not exists (
          select 1 from pg_locks where locktype = 'advisory' and pid = pg_backend_pid() and granted)`;
    } catch (error) {
      log.info({ err: error }, 'the sign of life ended with its connection; it is given again');
    }
  };
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, LOOK_EVERY_MS);
  return async () => {
    clearInterval(timer);
    await alive.end({ timeout: 1 }); // which ends a look that hangs, too
    await looking;
  };
}
