import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '#test/harness/free-port.ts';

/** A process of ours as it runs in production. */
export type Running = {
  port: number;
  /** Seconds of CPU since its start; Linux only, else NaN. */
  cpuSeconds(): number;
  /** MB in memory now, with its child processes; Linux only, else NaN. */
  residentMb(): { own: number; children: number };
  stop(): Promise<void>;
};

/**
 * Starts the edge or the worker on a system's database, with a data folder of its own and the keys there that sign the audit
 * log and, where the system has sealed anything, that open it. The edge is ready when this returns.
 */
export async function startProcess(
  name: 'edge' | 'worker',
  { databaseUrl, dataDir: of }: { databaseUrl: string; dataDir: string },
): Promise<Running> {
  const port = await freePort();
  const dataDir = mkdtempSync(join(tmpdir(), 'switchyard-bench-'));
  for (const key of ['audit.key', 'seal.key'])
    if (existsSync(join(of, key))) copyFileSync(join(of, key), join(dataDir, key));
  const child = spawn(
    process.execPath,
    [...(process.env.BENCH_NODE_FLAGS?.split(' ') ?? []), `server/run/${name}.ts`],
    {
      cwd: new URL('../..', import.meta.url).pathname,
      env: {
        ...process.env,
        NODE_ENV: 'production',
        LOG_LEVEL: 'warn',
        DATABASE_URL: databaseUrl,
        EDGE_PORT: String(port),
        HOST: '127.0.0.1',
        SWITCHYARD_DATA: dataDir,
      },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  const ended = new Promise((resolve) => child.once('exit', resolve));
  // A benchmark that fails leaves no server behind: what reads its output would wait for that one.
  const endChild = () => child.kill();
  process.once('exit', endChild);
  if (name === 'edge') while (!(await isReady(port))) await pause(50);
  return {
    port,
    cpuSeconds: () => cpuSecondsOf(child.pid ?? 0),
    residentMb: () => residentMbOf(child.pid ?? 0),
    stop: async () => {
      process.off('exit', endChild);
      child.kill();
      await ended;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** User and system time of a process, from /proc; NaN elsewhere. */
export function cpuSecondsOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return Number.NaN; // no /proc here, or it has ended
  }
}

/** The same of all processes that `pid` started and that still run. */
export function cpuSecondsOfChildren(pid: number): number {
  try {
    return childrenOf(pid).reduce((sum, child) => sum + (cpuSecondsOf(child) || 0), 0);
  } catch {
    return Number.NaN; // no /proc here
  }
}

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);

function residentMbOf(pid: number): { own: number; children: number } {
  const mbOf = (of: number): number => {
    try {
      const kb = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${of}/status`, 'utf8'))?.[1];
      return Number(kb ?? 0) / 1000;
    } catch {
      return 0; // it has ended
    }
  };
  try {
    return { own: mbOf(pid), children: childrenOf(pid).reduce((sum, child) => sum + mbOf(child), 0) };
  } catch {
    return { own: Number.NaN, children: Number.NaN }; // no /proc here
  }
}

async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/readyz`)).ok;
  } catch {
    return false; // not listening yet
  }
}
