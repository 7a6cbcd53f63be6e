import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { respondsAt } from '#server/run/supervisor/ready.ts';
import { freePort } from '#test/harness/free-port.ts';

const EDGE = join(import.meta.dirname, '../../server/run/edge.ts');

/**
 * The edge as a process of its own, on the database and data folder of a test system; it can be killed and restarts.
 */
export async function startEdgeProcess(system: { databaseUrl: string; dataDir: string }) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess;

  async function start(): Promise<void> {
    child = spawn(process.execPath, [EDGE], {
      env: {
        ...process.env,
        DATABASE_URL: system.databaseUrl,
        EDGE_PORT: String(port),
        HOST: '127.0.0.1',
        SWITCHYARD_DATA: system.dataDir,
        LOG_LEVEL: 'fatal',
      },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'], // the pipe ends it with us, also after a failed test
    });
    await respondsAt(`${url}/livez`, 30_000, () => {
      if (child.exitCode !== null) throw new Error(`The edge ended with ${child.exitCode}.`);
    });
  }

  function end(signal: NodeJS.Signals): Promise<void> {
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(signal);
    return ended;
  }

  await start();
  return {
    port,
    /** As a failing machine does; resolves when another process responds in its place. */
    async kill(): Promise<void> {
      await end('SIGKILL');
      await start();
    },
    stop: () => end('SIGTERM'),
  };
}
