import { readFileSync } from 'node:fs';
import type net from 'node:net';
import { join } from 'node:path';

/** Where a Postgres listens on this machine: the folder of its Unix socket, or a port of 127.0.0.1. */
export type Address = { folder: string } | { port: number };

/** The number in the socket's name: the folder is ours alone, so it need not differ. */
export const SOCKET_PORT = 5432;
/** A parameter of ours in a database URL: the file that holds the port on which Postgres listens now. */
const FILE = 'address_file';

/** The file that a connection looks into: the port in digits, or the socket's folder. */
export const writtenAddress = (at: Address): string => `${'folder' in at ? at.folder : at.port}\n`;

/** Reads what `writtenAddress` wrote; null where there is no such file, or it is empty. */
export function readAddress(file: string): Address | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  if (text === '') return null;
  return /^\d+$/.test(text) ? { port: Number(text) } : { folder: text };
}

/**
 * A database URL for `at`. A socket stands in it as programs of Postgres want it (`psql` takes it, too): the folder, its
 * slashes written as %2F, in the place of the host. A port is only the one of now: each connection reads `file` again.
 */
export function localUrl(
  at: Address,
  who: { user: string; password: string; database: string },
  file: string | null,
): string {
  const login = `${who.user}:${encodeURIComponent(who.password)}`;
  if ('folder' in at) return `postgres://${login}@${encodeURIComponent(at.folder)}/${who.database}`;
  const asked = file === null ? '' : `?${FILE}=${encodeURIComponent(file)}`;
  return `postgres://${login}@127.0.0.1:${at.port}/${who.database}${asked}`;
}

export type Place = {
  /** The URL without what drivers do not understand. */
  url: string;
  /** Where to connect now; null = where `url` says. */
  now: (() => net.NetConnectOpts) | null;
};

/** Takes apart what `localUrl` made; any other URL stays as it is. */
export function placeOf(url: string): Place {
  if (!URL.canParse(url)) return { url, now: null };
  const plain = new URL(url);
  const host = decodeURIComponent(plain.hostname);
  if (host.startsWith('/')) {
    const port = plain.port || SOCKET_PORT;
    plain.hostname = 'localhost';
    return { url: plain.href, now: () => ({ path: join(host, `.s.PGSQL.${port}`) }) };
  }
  const file = plain.searchParams.get(FILE);
  if (file === null) return { url, now: null };
  plain.searchParams.delete(FILE);
  const before: Address = { port: Number(plain.port) };
  return { url: plain.href, now: () => connectTo(readAddress(file) ?? before) };
}

function connectTo(at: Address): net.NetConnectOpts {
  if ('folder' in at) return { path: join(at.folder, `.s.PGSQL.${SOCKET_PORT}`) };
  return { host: '127.0.0.1', port: at.port, noDelay: true, keepAlive: true };
}
