import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Stops the Postgres that a killed run left in this data folder. Call it only while holding the folder's run file.
 * - a postmaster that still runs (its supervisor was killed) is shut down and waited for;
 * - a pid file whose number now belongs to another program is removed, or Postgres would refuse to start.
 * Backends of a killed postmaster exit by themselves; `startCluster` waits for them.
 */
export async function stopLeftover(data: string): Promise<void> {
  const pid = postmasterPid(data);
  if (pid === null) return;
  if (!isPostmasterOf(pid, data)) {
    rmSync(join(data, 'postmaster.pid'), { force: true });
    return;
  }
  process.kill(pid, 'SIGINT'); // fast shutdown: ends sessions, writes a checkpoint
  if (await hasEnded(pid, 60_000)) return;
  process.kill(pid, 'SIGQUIT'); // immediate: the next start recovers from WAL
  if (!(await hasEnded(pid, 10_000)))
    throw new Error(`Postgres (pid ${pid}) of ${data} does not stop. End it, then start again.`);
}

/** The pid in `postmaster.pid`, or null where there is no (readable) one. */
export function postmasterPid(data: string): number | null {
  try {
    const pid = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
    return Number.isInteger(pid) && pid > 1 ? pid : null;
  } catch {
    return null; // absent: no Postgres runs here
  }
}

/** Whether a process has this pid, of any user. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function isPostmasterOf(pid: number, data: string): boolean {
  if (!isRunning(pid)) return false;
  if (process.platform !== 'linux') return true; // no /proc to check: trust the file, as pg_ctl does
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(data);
  } catch {
    return false; // ended meanwhile
  }
}

async function hasEnded(pid: number, withinMs: number): Promise<boolean> {
  const until = Date.now() + withinMs;
  while (Date.now() < until) {
    if (!isRunning(pid)) return true;
    await pause(25);
  }
  return false;
}
