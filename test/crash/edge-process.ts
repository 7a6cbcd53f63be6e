import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { respondsAt } from '#server/run/supervisor/ready.ts';
import { freePort } from '#test/harness/free-port.ts';

const EDGE = join(import.meta.dirname, '../../server/run/edge.ts');

/** A process of ours on the database and data folder of a test system. */
export type Killable = {
  /** As a failing machine does; resolves when another process runs in its place. */
  kill(): Promise<void>;
  stop(): Promise<void>;
};

/** Starts a process that can be killed and started again; `isUp` resolves when a child of it runs. */
export async function startKillable(
  system: { databaseUrl: string; dataDir: string; egressAllow?: string },
  { file, env, isUp }: { file: string; env: Record<string, string>; isUp: (child: ChildProcess) => Promise<unknown> },
): Promise<Killable> {
  let child: ChildProcess;

  async function start(): Promise<void> {
    child = spawn(process.execPath, [file], {
      env: {
        ...process.env,
        DATABASE_URL: system.databaseUrl,
        HOST: '127.0.0.1',
        SWITCHYARD_DATA: system.dataDir,
        EGRESS_ALLOW: system.egressAllow ?? '',
        LOG_LEVEL: 'fatal',
        ...env,
      },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'], // the pipe ends it with us, also after a failed test
    });
    await isUp(child);
  }

  function end(signal: NodeJS.Signals): Promise<void> {
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(signal);
    return ended;
  }

  await start();
  return {
    kill: async () => {
      await end('SIGKILL');
      await start();
    },
    stop: () => end('SIGTERM'),
  };
}

/**
 * The edge as a process of its own, on the database and data folder of a test system; it can be killed and restarts.
 */
export async function startEdgeProcess(system: { databaseUrl: string; dataDir: string }) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/livez`;
  const isUp = (child: ChildProcess) =>
    respondsAt(url, 30_000, () => {
      if (child.exitCode !== null) throw new Error(`The edge ended with ${child.exitCode}.`);
    });
  return { port, ...(await startKillable(system, { file: EDGE, env: { EDGE_PORT: String(port) }, isUp })) };
}
