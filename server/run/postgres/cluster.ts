import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Address, localUrl, SOCKET_PORT } from '#db/address.ts';
import { openSql } from '#db/client.ts';
import { type Account, runAs } from './account.ts';
import { program } from './binaries.ts';
import { isRunning, postmasterPid, stopLeftover } from './leftover.ts';

export const SUPERUSER = 'switchyard';

export type ClusterOptions = {
  /** folder with bin/, lib/ and share/, which the account may read */
  native: string;
  /** data folder; made by initdb when it holds no cluster yet */
  data: string;
  at: Address;
  /** of the superuser */
  password: string;
  account: Account | null;
  settings: Record<string, string>;
  /** file that Postgres appends its log to */
  log: string;
  /** folder that the guard removes after Postgres has ended, even if we were killed: for clusters of tests */
  removeAfter?: string;
};

export type Cluster = {
  pid: number;
  /** the URL of a database, as the superuser */
  url: (database: string) => string;
  /** settles when Postgres has ended, wanted or not */
  ended: Promise<void>;
  /** fast shutdown; resolves when it is down */
  stop: () => Promise<void>;
};

/**
 * Postgres ends with us even if we are killed: `sh` reads a pipe from us, and shuts Postgres down at its end of file.
 * The shell is the parent of Postgres, so the pid that it signals cannot belong to another program.
 */
const GUARD = `
exec 3<&0
"$@" </dev/null &
server=$!
( read -r _ <&3; kill -INT "$server" 2>/dev/null ) &
guard=$!
exec 3<&-
trap '' INT TERM HUP
wait "$server"; code=$?
kill "$guard" 2>/dev/null
[ -n "$REMOVE_AFTER" ] && rm -rf "$REMOVE_AFTER"
exit "$code"
`;

const WRONG_PASSWORD =
  'The database does not take the password in `postgres-password`: the file was changed or lost. Restore it from a backup.';

/**
 * Starts a cluster and waits until it responds. Makes it where it does not exist, and first stops the Postgres of a
 * killed run. Throws an Error with the last lines of Postgres's log where it does not start.
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  initialise(options);
  await stopLeftover(options.data);
  const until = Date.now() + 120_000; // recovery after a crash replays up to max_wal_size
  for (;;) {
    const logFrom = logSize(options.log);
    const guard = spawnGuarded(options);
    const ended = new Promise<void>((resolve) => guard.once('exit', () => resolve()));
    if (await responds(options, guard, until)) return describe(options, guard, ended);
    guard.stdin?.end();
    await ended;
    const logged = readFileSync(options.log, 'utf8').slice(logFrom);
    // The backends of a killed postmaster hold its shared memory until they exit, within about a second.
    if (/shared memory block .* still in use/.test(logged) && Date.now() < until) await pause(100);
    else
      throw new Error(
        `Postgres did not start (log: ${options.log}):\n${logged.trim().split('\n').slice(-5).join('\n')}`,
      );
  }
}

function describe(options: ClusterOptions, guard: ChildProcess, ended: Promise<void>): Cluster {
  return {
    pid: postmasterPid(options.data) ?? -1,
    url: (database) => clusterUrl(options, database),
    ended,
    stop: async () => {
      guard.stdin?.end();
      const inTime = await Promise.race([ended.then(() => true), pause(30_000, false, { ref: false })]);
      const pid = postmasterPid(options.data);
      if (!inTime && pid !== null && isRunning(pid)) process.kill(pid, 'SIGQUIT');
      await ended;
    },
  };
}

function clusterUrl({ at, password }: ClusterOptions, database: string): string {
  return localUrl(at, { user: SUPERUSER, password, database }, null);
}

/**
 * The settings of the address: a socket, which only users who may enter its folder can open, or a port on 127.0.0.1.
 */
function whereTo(at: Address): Record<string, string> {
  if ('folder' in at)
    return { listen_addresses: '', unix_socket_directories: `"${at.folder}"`, port: String(SOCKET_PORT) };
  return { listen_addresses: '127.0.0.1', unix_socket_directories: '', port: String(at.port) };
}

function initialise({ native, data, password, account, log }: ClusterOptions): void {
  mkdirSync(dirname(log), { recursive: true });
  if (existsSync(data)) return; // it may hold data: Postgres reports what is wrong with it
  const unfinished = `${data}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true }); // an initdb that was killed half-way
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  const passwordFile = `${data}.password`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account) for (const path of [unfinished, passwordFile]) chownSync(path, account.uid, account.gid);
  // The builtin C.UTF-8: the same order and case rules on every machine, whatever its libraries.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const auth = [`--username=${SUPERUSER}`, '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  const made = spawnSync(program(native, 'initdb'), ['-D', unfinished, ...locale, ...auth, '--no-instructions'], {
    ...runAs(account),
    cwd: '/',
    encoding: 'utf8',
    env: plainEnv(),
  });
  rmSync(passwordFile, { force: true });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.error?.message ?? made.stderr.trim()}`);
  renameSync(unfinished, data); // last, so that a folder at `data` is complete
}

function spawnGuarded({ native, data, at, account, settings, log, removeAfter }: ClusterOptions): ChildProcess {
  const flags = Object.entries({ ...settings, ...whereTo(at) }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const command = [program(native, 'postgres'), '-D', data, ...flags];
  const logFd = openSync(log, 'a', 0o600);
  const options = {
    ...runAs(account),
    cwd: '/',
    env: { ...plainEnv(), REMOVE_AFTER: removeAfter ?? '' },
    detached: true, // its own session: Ctrl-C is for us, who stop Postgres last
    stdio: ['pipe', logFd, logFd] as ['pipe', number, number],
  };
  const guard =
    process.platform === 'win32'
      ? spawn(command[0] as string, command.slice(1), options)
      : spawn('/bin/sh', ['-c', GUARD, 'postgres-guard', ...command], options);
  closeSync(logFd);
  return guard;
}

/** True once Postgres responds; false when it ended before. */
async function responds(options: ClusterOptions, guard: ChildProcess, until: number): Promise<boolean> {
  const probe = openSql(clusterUrl(options, 'postgres'), { max: 1, name: 'switchyard-start' });
  try {
    while (guard.exitCode === null && guard.signalCode === null && Date.now() < until) {
      try {
        await probe`select 1`;
        return true;
      } catch (error) {
        // A wrong password never becomes right.
        if ((error as { code?: string }).code === '28P01') throw new Error(WRONG_PASSWORD, { cause: error });
        await pause(20);
      }
    }
    return false;
  } finally {
    await probe.end({ timeout: 1 });
  }
}

function logSize(log: string): number {
  return existsSync(log) ? readFileSync(log, 'utf8').length : 0;
}

/** initdb and Postgres read many PG* and LC_* variables: they get none of ours. */
function plainEnv(): NodeJS.ProcessEnv {
  return { NODE_ENV: 'production', PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}
