import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { type Address, readAddress, writtenAddress } from '#db/address.ts';
import { sha256Hex } from '#server/platform/ids.ts';
import type { Account } from './account.ts';
import { isPortFree } from './ports.ts';

/** Which socket or port this installation's Postgres listens on: for the command line, and for whoever connects again. */
const FILE = 'postgres-address';
/** Where versions before the socket noted their port. */
const OLD_FILE = 'postgres-port';
/** The kernel's limit for the path of a socket, less a terminating zero; macOS has 104. */
const SOCKET_PATH_BYTES_MAX = process.platform === 'linux' ? 107 : 103;
const LONGEST_NAME = '.s.PGSQL.5432.lock';
/** Ports that a machine hands out to outgoing connections begin here, where it does not say. */
const EPHEMERAL_FROM = 32_768;
const PORTS = 1_000;
const PORTS_BELOW = 16_000;

/** The file in which every process looks up where to connect. */
export const addressFile = (state: string): string => join(state, FILE);

/**
 * Where the Postgres of `state` listens, noted in the folder: on a socket beside its data, which needs no port that
 * another program could take; where a socket does not work (Windows, a path too long, some mounted folders) on a port
 * below those that the system hands out, the one of before while it is free.
 */
export async function chooseAddress(state: string, data: string, account: Account | null): Promise<Address> {
  const folder = join(dirname(data), 'postgres-socket');
  const at = (await takesSockets(folder, account)) ? { folder } : { port: await choosePort(state) };
  note(state, at);
  return at;
}

/**
 * Makes way for a start: a killed Postgres leaves its socket and a lock file with its number, which after a restart of
 * the machine may be another program's; Postgres would then refuse to start. Call it only when none runs here.
 */
export function clearSocket(at: Address, account: Account | null): void {
  if (!('folder' in at)) return;
  rmSync(at.folder, { recursive: true, force: true });
  mkdirSync(at.folder, { recursive: true });
  chmodSync(at.folder, 0o700); // whatever the umask
  if (account) chownSync(at.folder, account.uid, account.gid);
}

/** Another port for a Postgres whose own was taken while it was down; a socket stays. Whoever connects again is told. */
export async function moveIfTaken(state: string, at: Address): Promise<Address> {
  if ('folder' in at || (await isPortFree(at.port, '127.0.0.1'))) return at;
  const moved = { port: await choosePort(state) };
  note(state, moved);
  return moved;
}

function note(state: string, at: Address): void {
  const file = addressFile(state);
  if (!existsSync(file) || readFileSync(file, 'utf8') !== writtenAddress(at))
    writeFileSync(file, writtenAddress(at), { mode: 0o600 });
  rmSync(join(state, OLD_FILE), { force: true });
}

/** Tried by listening and connecting: the file system decides. */
async function takesSockets(folder: string, account: Account | null): Promise<boolean> {
  if (process.platform === 'win32') return false;
  if (Buffer.byteLength(join(folder, LONGEST_NAME)) > SOCKET_PATH_BYTES_MAX || folder.includes('"')) return false;
  try {
    clearSocket({ folder }, account);
    return await carries(join(folder, 'probe'));
  } catch {
    return false; // no such folder can be made here: a port will do
  }
}

function carries(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.end());
    server.once('error', () => resolve(false));
    server.listen(path, () => {
      const client = connect(path);
      const end = (works: boolean) => server.close(() => resolve(works));
      client.once('connect', () => client.destroy() && end(true));
      client.once('error', () => end(false));
    });
  });
}

async function choosePort(state: string): Promise<number> {
  const before = readAddress(addressFile(state));
  if (before && 'port' in before && (await isPortFree(before.port, '127.0.0.1'))) return before.port;
  const first = Math.min(PORTS_BELOW, ephemeralFrom() - PORTS);
  const start = Number.parseInt(sha256Hex(state).slice(0, 6), 16) % PORTS;
  for (let i = 0; i < PORTS; i++) {
    const port = first + ((start + i) % PORTS);
    if (await isPortFree(port, '127.0.0.1')) return port;
  }
  throw new Error(`No port between ${first} and ${first + PORTS - 1} is free for Postgres.`);
}

function ephemeralFrom(): number {
  try {
    const from = Number(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').split(/\s+/)[0]);
    return Number.isInteger(from) && from > PORTS + 1024 ? from : EPHEMERAL_FROM;
  } catch {
    return EPHEMERAL_FROM; // not Linux: others hand out ports from 49152 on
  }
}
