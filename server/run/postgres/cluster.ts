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
  /** folder with bin/, lib/, share/, reachable for the account */
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
  /** removed by the guard after Postgres has ended, even if we were killed: for throw-away clusters */
  removeAfter?: string;
};

export type Cluster = {
  pid: number;
  /** the superuser's */
  url: (database: string) => string;
  /** settles when Postgres has ended, wanted or not */
  ended: Promise<void>;
  /** fast shutdown; resolves when it is down */
  stop: () => Promise<void>;
};

/**
 * Postgres ends with us even if we are killed: `sh` holds our pipe, and its end of file is the order to shut down.
 * The shell is Postgres's parent, so the pid it signals cannot have been given to somebody else.
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

/** Makes the cluster if need be, clears what a killed run left, starts it and waits until it answers. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  initialise(options);
  await stopLeftover(options.data);
  const until = Date.now() + 120_000; // recovery after a crash replays up to max_wal_size
  for (;;) {
    const logFrom = logSize(options.log);
    const guard = spawnGuarded(options);
    const ended = new Promise<void>((resolve) => guard.once('exit', () => resolve()));
    if (await answers(options, guard, until)) return describe(options, guard, ended);
    guard.stdin?.end();
    await ended;
    const said = readFileSync(options.log, 'utf8').slice(logFrom);
    // A killed postmaster's backends hold its memory until they notice, within a second or so.
    if (/shared memory block .* still in use/.test(said) && Date.now() < until) await pause(100);
    else
      throw new Error(`Postgres did not start (log: ${options.log}):\n${said.trim().split('\n').slice(-5).join('\n')}`);
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

/** A socket serves this machine alone, whoever may enter its folder; a port only 127.0.0.1. */
function whereTo(at: Address): Record<string, string> {
  if ('folder' in at)
    return { listen_addresses: '', unix_socket_directories: `"${at.folder}"`, port: String(SOCKET_PORT) };
  return { listen_addresses: '127.0.0.1', unix_socket_directories: '', port: String(at.port) };
}

function initialise({ native, data, password, account, log }: ClusterOptions): void {
  mkdirSync(dirname(log), { recursive: true });
  if (existsSync(data)) return; // whatever lies there may be somebody's data: Postgres says what is wrong with it
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
  renameSync(unfinished, data); // last: what stands at `data` is whole
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

/** True once it answers; false when it ended first. */
async function answers(options: ClusterOptions, guard: ChildProcess, until: number): Promise<boolean> {
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

/** initdb and Postgres read many PG* and LC_* variables; none of ours is meant for them. */
function plainEnv(): NodeJS.ProcessEnv {
  return { NODE_ENV: 'production', PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}
