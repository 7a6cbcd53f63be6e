import { openBeside } from '#db/client.ts';
import type { Services } from '../context.ts';

/** An arbitrary constant: the advisory lock that every running worker holds shared. */
const WORKERS = 7_305_216_443;
/** While other workers run, only a job that is locked for longer than any job takes counts as abandoned. */
const ABANDONED_S = 300;
/** Delay between the jobs of a killed worker, so that the one that crashed it runs alone if it does so again. */
const APART_S = 3;
/** How often the lock is checked: it is lost with its connection, for example when Postgres restarts. */
const CHECK_EVERY_MS = 2_000;

/**
 * Releases the locks of jobs whose worker was killed: the queue itself waits four hours for them. With no other worker
 * running all locks are released, otherwise only those that are older than any job takes. A job may therefore run
 * twice. The jobs start again one after another, those with the most attempts last.
 * Holds the lock of a running worker until the returned function is called.
 */
export async function recoverJobs({ sql, log }: Pick<Services, 'sql' | 'log'>): Promise<() => Promise<void>> {
  // A pool of one connection, which the driver opens again when it is lost; a reserved connection would stay lost.
  const connection = openBeside(sql, 1);
  const [alone] = await connection<{ yes: boolean }[]>`select pg_try_advisory_lock(${WORKERS}) as yes`;
  const olderThanS = alone?.yes ? 0 : ABANDONED_S;
  const ended = await connection<{ id: string }[]>`select distinct locked_by as id from graphile_worker.jobs
    where locked_by is not null and locked_at < now() - make_interval(secs => ${olderThanS})`;
  if (ended.length > 0) {
    const ids = ended.map(({ id }) => id);
    await connection`
      update graphile_worker._private_jobs job
      set run_at = greatest(job.run_at, now() + make_interval(secs => ${APART_S} * (nth - 1)))
      from (select id, row_number() over (order by attempts, id) as nth from graphile_worker._private_jobs
            where locked_by = any(${ids})) as given_back
      where job.id = given_back.id`;
    await connection`select graphile_worker.force_unlock_workers(${ids})`;
    log.info({ workers: ended.length }, 'jobs of ended workers are started again');
  }
  await connection`select pg_advisory_lock_shared(${WORKERS})`;
  if (alone?.yes) await connection`select pg_advisory_unlock(${WORKERS})`;

  let checking: Promise<unknown> = Promise.resolve();
  const check = async (): Promise<void> => {
    try {
      await connection`
        select pg_try_advisory_lock_shared(${WORKERS}) where not exists (
          select 1 from pg_locks where locktype = 'advisory' and pid = pg_backend_pid() and granted)`;
    } catch (error) {
      log.info({ err: error }, 'the lock of a running worker was lost with its connection; it is taken again');
    }
  };
  const timer = setInterval(() => {
    checking = checking.then(check);
  }, CHECK_EVERY_MS);
  return async () => {
    clearInterval(timer);
    await connection.end({ timeout: 1 }); // also ends a check that hangs
    await checking;
  };
}
