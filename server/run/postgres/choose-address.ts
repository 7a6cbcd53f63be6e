import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { type Address, readAddress, writtenAddress } from '#db/address.ts';
import { sha256Hex } from '#server/platform/ids.ts';
import type { Account } from './account.ts';
import { isPortFree } from './ports.ts';

/** Names the socket or port of this installation's Postgres, for the command line and for processes that reconnect. */
const FILE = 'postgres-address';
/** The file in which older versions, without a socket, stored the port. */
const OLD_FILE = 'postgres-port';
/** The kernel's limit for the path of a socket, less a terminating zero; macOS has 104. */
const SOCKET_PATH_BYTES_MAX = process.platform === 'linux' ? 107 : 103;
const LONGEST_NAME = '.s.PGSQL.5432.lock';
/** The first port for outgoing connections where the system does not report it. */
const EPHEMERAL_FROM = 32_768;
const PORTS = 1_000;
const PORTS_BELOW = 16_000;

/** The file that every process reads the address of Postgres from. */
export const addressFile = (state: string): string => join(state, FILE);

/**
 * Chooses the address of the Postgres of `state`, and writes it to a file there. A socket beside its data, since
 * another program could use a port first. Where a socket does not work (Windows, a path that is too long, some mounted
 * folders), a port below those of outgoing connections: the last one while it is free.
 */
export async function chooseAddress(state: string, data: string, account: Account | null): Promise<Address> {
  const folder = join(dirname(data), 'postgres-socket');
  const at = (await supportsSockets(folder, account)) ? { folder } : { port: await choosePort(state) };
  note(state, at);
  return at;
}

/**
 * Removes the socket and the lock file that a killed Postgres leaves. After a restart of the machine the pid in the
 * lock file may be another program's, and Postgres would refuse to start. Call it only when no Postgres runs here.
 */
export function clearSocket(at: Address, account: Account | null): void {
  if (!('folder' in at)) return;
  rmSync(at.folder, { recursive: true, force: true });
  mkdirSync(at.folder, { recursive: true });
  chmodSync(at.folder, 0o700); // whatever the umask
  if (account) chownSync(at.folder, account.uid, account.gid);
}

/**
 * Returns another port, and writes it to the file, where another program uses the port of a Postgres that was down;
 * otherwise `at`. Processes that reconnect read the file.
 */
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

/** Whether a socket works in `folder`, found out by listening and connecting. */
async function supportsSockets(folder: string, account: Account | null): Promise<boolean> {
  if (process.platform === 'win32') return false;
  if (Buffer.byteLength(join(folder, LONGEST_NAME)) > SOCKET_PATH_BYTES_MAX || folder.includes('"')) return false;
  try {
    clearSocket({ folder }, account);
    return await canConnect(join(folder, 'probe'));
  } catch {
    return false; // the folder cannot be made: use a port
  }
}

function canConnect(path: string): Promise<boolean> {
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
