import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { openSql } from '#db/client.ts';
import { postgresAccount } from '#server/run/postgres/account.ts';
import { embeddedUrl } from '#server/run/postgres/embedded.ts';
import { postmasterPid } from '#server/run/postgres/leftover.ts';
import { dataFolder } from '#server/run/postgres/place.ts';
import { freePort } from '#test/harness/free-port.ts';

const ROOT = join(import.meta.dirname, '../..');

export type Victim = 'edge' | 'worker' | 'web' | 'postgres';

/**
 * A whole installation as `npm start` runs it, with a state folder and ports of its own, whose processes can be killed.
 */
export async function startInstallation() {
  const state = mkdtempSync(join(tmpdir(), 'switchyard-crash-'));
  chmodSync(state, 0o711); // as root, Postgres runs as another user and must get to its data
  const [webPort, edgePort] = [await freePort(), await freePort()];
  const env = {
    ...process.env,
    SWITCHYARD_DATA: state,
    PORT: String(webPort),
    EDGE_PORT: String(edgePort),
    HOST: '127.0.0.1',
    DATABASE_URL: '',
  };
  const child = spawn(process.execPath, [join(ROOT, 'server/run/start.ts')], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'], // the pipe ends it with us, also after a failed test
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (printed += chunk));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  await expect
    .poll(() => (child.exitCode === null ? printed : `ended: ${printed}`), { timeout: 60_000 })
    .toMatch(/Send an event|^ended/);
  if (child.exitCode !== null) throw new Error(printed);

  const cli = (...args: string[]): string =>
    execFileSync(join(ROOT, 'bin/switchyard'), args, {
      encoding: 'utf8',
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    }).trim();

  /** Like `cli`, but returns the message of a command that ends with an error. */
  function tryCli(...args: string[]): string {
    try {
      return cli(...args);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  return {
    /** Opens its database as its processes do. */
    openDatabase: () => openSql(embeddedUrl(state) ?? '', { max: 2, name: 'test' }),
    webUrl: `http://127.0.0.1:${webPort}`,
    edgeUrl: `http://127.0.0.1:${edgePort}`,
    cli,
    tryCli,
    pid: (victim: Victim) => (victim === 'postgres' ? answeringPid(state) : memberPid(state, victim)),
    /** Ends it as Ctrl-C does; resolves with the exit code. */
    async stop(): Promise<number | null> {
      child.kill('SIGINT');
      const code = await ended;
      rmSync(state, { recursive: true, force: true });
      return code;
    },
  };
}

async function memberPid(state: string, name: string): Promise<number | null> {
  const run: { processes?: { name: string; pid: number }[] } = JSON.parse(
    readFileSync(join(state, 'run.json'), 'utf8'),
  );
  return run.processes?.find((one) => one.name === name)?.pid ?? null;
}

/** Null while Postgres is down. */
async function answeringPid(state: string): Promise<number | null> {
  const sql = openSql(embeddedUrl(state) ?? '', { max: 1 });
  try {
    await sql`select 1`;
    return postmasterPid(dataFolder(state, postgresAccount()));
  } catch {
    return null; // down, or just coming up: the caller tries again
  } finally {
    await sql.end({ timeout: 1 });
  }
}
