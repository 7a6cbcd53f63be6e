/**
 * Claim: an installation, as `npm start` runs it, works again at most 5 s after any of its processes, its Postgres or one
 * backend of that was killed, or stopped for 3 s and continued: resolve with fresh data, ingest, a page's read, a job and
 * a rollup. Printed for each: seconds from the kill (or the continuation) until it first worked. A rollup is computed a
 * second or so after its events also without a fault: the first line is that.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { startInstallation, type Victim } from '#test/crash/installation.ts';
import { openProbes, secondsUntil } from './lib/probes.ts';

const BAR_S = 5;
const HELD_MS = 3_000;

const yard = await startInstallation();
const { probes, sql, close } = await openProbes(yard);
let missed = false;

await measure('nothing', async () => undefined);
for (const victim of ['edge', 'worker', 'web', 'postgres'] as const)
  await measure(`kill -9 ${victim}`, async () => process.kill(await pidOf(victim), 'SIGKILL'));
await measure('kill -9 a backend', async () => {
  const rows = await sql<{ pid: number }[]>`
    select pid from pg_stat_activity where usename = current_user and application_name like 'switchyard-edge%' limit 1`;
  process.kill(rows[0]?.pid ?? 0, 'SIGKILL');
});
await measure('immediate shutdown of postgres', async () => process.kill(await pidOf('postgres'), 'SIGQUIT'));
for (const victim of ['edge', 'worker', 'web', 'postgres'] as const)
  await measure(`SIGSTOP ${victim}, SIGCONT`, async () => {
    const pid = await pidOf(victim);
    process.kill(pid, 'SIGSTOP');
    await pause(HELD_MS);
    process.kill(pid, 'SIGCONT');
  });

await close();
await yard.stop();
process.exitCode = missed ? 1 : 0;

async function measure(what: string, cause: () => Promise<unknown>): Promise<void> {
  await secondsUntil(probes, performance.now()); // all is well before
  await cause();
  const seconds = await secondsUntil(probes, performance.now());
  const worst = Math.max(...Object.values(seconds));
  if (worst > BAR_S) missed = true;
  const figures = Object.entries(seconds).map(([name, it]) => `${name} ${it.toFixed(1)}`);
  console.log(`recovery: ${what}: ${worst.toFixed(1)} s (bar ${BAR_S}); ${figures.join(', ')}`);
}

async function pidOf(victim: Victim): Promise<number> {
  const pid = await yard.pid(victim);
  if (pid === null) throw new Error(`${victim} does not run.`);
  return pid;
}
