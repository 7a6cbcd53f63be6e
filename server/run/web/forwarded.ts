import { Server } from 'node:http';

const FORWARDED = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
  'x-real-ip',
];

/** Addresses whose `X-Forwarded-*` headers are trusted: TRUSTED_PROXIES, comma-separated. */
export function trustedProxies(text: string | undefined): ReadonlySet<string> {
  return new Set((text ?? '').split(',').flatMap((it) => (it.trim() === '' ? [] : [plain(it.trim())])));
}

/**
 * From now on every HTTP server of this process deletes the headers about a client's address and host, unless the
 * connection is from a trusted proxy. Next then sets them from the connection. Otherwise a client could avoid the limit
 * of sign-in attempts for an address by sending another address with each request.
 */
export function trustForwardedFrom(proxies: ReadonlySet<string>): void {
  const emit = Server.prototype.emit;
  Server.prototype.emit = function (this: Server, event: string | symbol, ...args: unknown[]): boolean {
    const request = args[0];
    if (event === 'request' && isRequest(request) && !proxies.has(plain(request.socket.remoteAddress ?? ''))) {
      for (const name of FORWARDED) delete request.headers[name];
    }
    return Reflect.apply(emit, this, [event, ...args]);
  };
}

type Incoming = { headers: Record<string, unknown>; socket: { remoteAddress?: string } };

const isRequest = (value: unknown): value is Incoming =>
  typeof value === 'object' && value !== null && 'headers' in value && 'socket' in value;

/** An IPv4 address without the prefix that it has on an IPv6 socket. */
const plain = (address: string): string => address.replace(/^::ffff:/, '');
