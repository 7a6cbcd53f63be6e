import { type IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { isAllowedHost, UNKNOWN_HOST } from '#server/platform/http/allowed-host.ts';
import { plainHeaders } from '#server/platform/http/page-headers.ts';

/** The methods of pages, sign-in and their API. No OPTIONS, since no other origin may call them. */
const METHODS = ['GET', 'HEAD', 'POST'];
/** The methods of built files; Next responds with 500 to any other. */
const OF_FILES = ['GET', 'HEAD'];

/**
 * From now on every HTTP server of this process refuses, before any other handler, a `Host` that is not ours (421), an
 * unknown method (405) and an address that cannot be decoded (400). It sets the security headers of every response,
 * also of files and of Next's own responses, for which `proxy.ts` is not called. A page then sets its own policy
 * instead.
 */
export function guardWeb(publicUrl: string): void {
  const headers = new Headers(plainHeaders(publicUrl));
  const emit = Server.prototype.emit;
  Server.prototype.emit = function (this: Server, event: string | symbol, ...args: unknown[]): boolean {
    const [request, response] = args as [IncomingMessage, unknown];
    if (event === 'request' && response instanceof ServerResponse) {
      response.setHeaders(headers);
      const refusal = refusalOf(request, publicUrl);
      if (refusal) return refuse(request, response, refusal);
    }
    if (event === 'request' && !isRouterState(request.headers[ROUTER_STATE])) delete request.headers[ROUTER_STATE];
    // A web socket, which only Next's development server has.
    if (event === 'upgrade' && !isAllowedHost(request.headers.host ?? null, publicUrl)) {
      (response as Duplex).destroy();
      return true;
    }
    return Reflect.apply(emit, this, [event, ...args]);
  };
}

function refusalOf({ method = '', url = '', headers }: IncomingMessage, publicUrl: string): Refusal | null {
  if (!isAllowedHost(headers.host ?? null, publicUrl)) return { status: 421, sentence: UNKNOWN_HOST };
  const known = url.startsWith('/_next/static/') ? OF_FILES : METHODS;
  if (known.includes(method)) return addressRefusal(url);
  return { status: 405, sentence: `Use ${known.join(', ')} here.`, headers: { allow: known.join(', ') } };
}

function refuse(request: IncomingMessage, response: ServerResponse, { status, sentence, headers }: Refusal): true {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...headers });
  response.end(request.method === 'HEAD' ? undefined : sentence);
  request.resume();
  return true;
}

/** The response to a request that does not reach Next: a status, a sentence and headers. */
type Refusal = { status: number; sentence: string; headers?: Record<string, string> };

/** The refusal of an address that Next cannot handle (it responds with 500 to some of them); null for any other. */
export function addressRefusal(url: string): Refusal | null {
  const path = url.split(/[?#]/, 1)[0] ?? '';
  if (!path.startsWith('/')) return { status: 400, sentence: 'The address must be a path, such as /sign-in.' };
  try {
    const segments = path.split('/').map(decodeURIComponent);
    // Next uses the segments of an address as keys of an object, where this one would be its prototype.
    return segments.includes('__proto__') ? { status: 404, sentence: 'There is nothing at this address.' } : null;
  } catch {
    return { status: 400, sentence: 'The address is not readable: what follows a % must be hex digits of UTF-8.' };
  }
}

/** The header in which Next's client sends the pages that it has. */
const ROUTER_STATE = 'next-router-state-tree';

/**
 * Whether the header is absent or what Next's client sends: nested `[segment, {name: state}, …]` as URI-encoded JSON.
 * Next responds with 500 to anything else; without the header it sends the whole page.
 */
export function isRouterState(header: string | string[] | undefined): boolean {
  if (header === undefined) return true;
  if (typeof header !== 'string') return false;
  try {
    return isState(JSON.parse(decodeURIComponent(header)));
  } catch {
    return false;
  }
}

function isState(value: unknown): boolean {
  if (!Array.isArray(value) || value.length < 2 || !isSegment(value[0])) return false;
  const [, children, url, marker] = value;
  if (typeof children !== 'object' || children === null || Array.isArray(children)) return false;
  if (!(url == null || typeof url === 'string' || isTexts(url)) || !(marker == null || typeof marker === 'string'))
    return false;
  return Object.values(children).every(isState);
}

const isSegment = (value: unknown): boolean => typeof value === 'string' || (isTexts(value) && value.length >= 3);
const isTexts = (value: unknown): value is unknown[] =>
  Array.isArray(value) && value.every((part) => part === null || typeof part === 'string' || isTexts(part));
