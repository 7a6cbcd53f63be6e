import { readdirSync, readFileSync } from 'node:fs';

/** The process ids of a Postgres: its own and those of its children, in no order. */
function processesOf(postmaster: number): number[] {
  const children = readdirSync('/proc').flatMap((name) => {
    const pid = Number(name);
    return Number.isInteger(pid) && parentOf(pid) === postmaster ? [pid] : [];
  });
  return [postmaster, ...children];
}

function parentOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return null; // it has ended since
  }
}

/** Suspends a Postgres, as a disk or a machine that hangs does: it accepts connections and sends nothing. */
export async function suspendCluster(postmaster: number): Promise<void> {
  // First the postmaster, which could otherwise start another child meanwhile.
  process.kill(postmaster, 'SIGSTOP');
  for (const pid of processesOf(postmaster)) process.kill(pid, 'SIGSTOP');
}

/** Resumes it. */
export async function resumeCluster(postmaster: number): Promise<void> {
  for (const pid of processesOf(postmaster)) process.kill(pid, 'SIGCONT');
}
