import { Server } from 'node:http';

const FORWARDED = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
  'x-real-ip',
];

/** Addresses whose `X-Forwarded-*` headers are believed: TRUSTED_PROXIES, comma-separated. */
export function trustedProxies(text: string | undefined): ReadonlySet<string> {
  return new Set((text ?? '').split(',').flatMap((it) => (it.trim() === '' ? [] : [plain(it.trim())])));
}

/**
 * From now on every HTTP server of this process drops what a client claims about where it comes from, unless the
 * connection is a trusted proxy's. Next itself then fills these headers in from the connection. Without this the
 * limit of sign-in attempts per address could be had anew with each request.
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

/** IPv4 addresses without the prefix that they carry on an IPv6 socket. */
const plain = (address: string): string => address.replace(/^::ffff:/, '');
