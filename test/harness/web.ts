import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { respondsAt } from '#server/run/supervisor/ready.ts';
import { openProcessLog, splitLines } from '#server/run/supervisor/supervisor-log.ts';
import { ensureBuilt, webFolder } from '#server/run/web/build-web.ts';
import { freePort } from '#test/harness/free-port.ts';

const ROOT = join(import.meta.dirname, '../..');

export type TestWeb = AsyncDisposable & { url: string; log: string };

/** Builds the web application when its sources are newer than the build. */
export const ensureWebBuilt = (report: (line: string) => void): Promise<unknown> => ensureBuilt(ROOT, report);

/** A free port for a web server that is started later, because links need its address before. */
export async function reserveWeb(): Promise<{ port: number; url: string }> {
  const port = await freePort();
  return { port, url: `http://localhost:${port}` };
}

/**
 * Starts the built web application as a process of its own, on a test system's database and data folder.
 * Its output is in `log`. Rejects with the last lines when it does not come up.
 */
export async function startWeb(
  at: { port: number; url: string },
  system: { databaseUrl: string; dataDir: string; edgeUrl: string; egressAllow?: string },
): Promise<TestWeb> {
  const server = join(webFolder(ROOT), 'server.js');
  if (!existsSync(server)) throw new Error('The web application is not built: run "npm test", or "npm start" once.');
  const log = join(mkdtempSync(join(tmpdir(), 'switchyard-web-')), 'web.log');
  const lines = openProcessLog('web', log, () => {});
  const preloads = ['supervisor/supervised', 'web/drain-web'].flatMap((name) => [
    '--import',
    join(ROOT, `server/run/${name}.ts`),
  ]);
  const child = spawn(process.execPath, [...preloads, server], {
    cwd: webFolder(ROOT),
    env: {
      ...process.env,
      SWITCHYARD_SUPERVISED: '1', // it ends with this worker, however that ends
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      NEXT_MANUAL_SIG_HANDLE: 'true',
      PORT: String(at.port),
      HOST: '127.0.0.1',
      HOSTNAME: '127.0.0.1',
      PUBLIC_URL: at.url,
      NEXTAUTH_URL: at.url,
      EDGE_PORT: new URL(system.edgeUrl).port,
      EDGE_PUBLIC_URL: system.edgeUrl,
      EGRESS_ALLOW: system.egressAllow ?? '',
      DATABASE_URL: system.databaseUrl,
      SWITCHYARD_DATA: system.dataDir,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  for (const [stream, isError] of [[child.stdout, false] as const, [child.stderr, true] as const]) {
    const split = splitLines((line) => lines.line(line, isError));
    stream?.setEncoding('utf8').on('data', split.chunk).on('end', split.end);
  }
  await respondsAt(`http://127.0.0.1:${at.port}/livez`, 60_000, () => {
    if (child.exitCode !== null) throw new Error(`The web process ended:\n${lines.tail().join('\n')}`);
  });
  return {
    url: at.url,
    log,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(force);
    },
  };
}
