import { type IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { isAllowedHost } from '#server/platform/http/allowed-host.ts';
import { plainHeaders } from '#server/platform/http/page-headers.ts';

/** What pages, sign-in and their API are asked with. No other origin may ask, so there is nothing to say to OPTIONS. */
const METHODS = ['GET', 'HEAD', 'POST'];
/** Built files are only read; Next answers 500 to anything else. */
const OF_FILES = ['GET', 'HEAD'];
const UNKNOWN_NAME = 'This server is not known by that name. Set PUBLIC_URL to the address people use.';

/**
 * From now on every HTTP server of this process, before anything else looks at a request, refuses a `Host` that is not
 * ours (421), a method that nothing here knows (405) and an address that cannot be read (400), and gives each answer the
 * security headers: files and what Next answers by itself too, where no page's proxy is called. A page's own policy then
 * takes the place of this one.
 */
export function guardWeb(publicUrl: string): void {
  const headers = new Headers(plainHeaders(publicUrl));
  const emit = Server.prototype.emit;
  Server.prototype.emit = function (this: Server, event: string | symbol, ...args: unknown[]): boolean {
    const [request, answer] = args as [IncomingMessage, unknown];
    if (event === 'request' && answer instanceof ServerResponse) {
      answer.setHeaders(headers);
      const refusal = refusalOf(request, publicUrl);
      if (refusal) return refuse(request, answer, refusal);
    }
    if (event === 'request' && !isRouterState(request.headers[ROUTER_STATE])) delete request.headers[ROUTER_STATE];
    // A web socket: only Next's development server has one.
    if (event === 'upgrade' && !isAllowedHost(request.headers.host ?? null, publicUrl)) {
      (answer as Duplex).destroy();
      return true;
    }
    return Reflect.apply(emit, this, [event, ...args]);
  };
}

function refusalOf({ method = '', url = '', headers }: IncomingMessage, publicUrl: string): Refusal | null {
  if (!isAllowedHost(headers.host ?? null, publicUrl)) return { status: 421, sentence: UNKNOWN_NAME };
  const known = url.startsWith('/_next/static/') ? OF_FILES : METHODS;
  if (known.includes(method)) return addressRefusal(url);
  return { status: 405, sentence: `Use ${known.join(', ')} here.`, headers: { allow: known.join(', ') } };
}

function refuse(request: IncomingMessage, answer: ServerResponse, { status, sentence, headers }: Refusal): true {
  answer.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...headers });
  answer.end(request.method === 'HEAD' ? undefined : sentence);
  request.resume();
  return true;
}

/** Why a request is answered before Next sees it: a status, a sentence and what goes with it. */
type Refusal = { status: number; sentence: string; headers?: Record<string, string> };

/** Why an address cannot be given to Next, which answers 500 to some of these; null for every other one. */
export function addressRefusal(url: string): Refusal | null {
  const path = url.split(/[?#]/, 1)[0] ?? '';
  if (!path.startsWith('/')) return { status: 400, sentence: 'The address must be a path, such as /sign-in.' };
  try {
    const segments = path.split('/').map(decodeURIComponent);
    // Next keeps the parts of an address as names of an object, where this one is its prototype.
    return segments.includes('__proto__') ? { status: 404, sentence: 'There is nothing at this address.' } : null;
  } catch {
    return { status: 400, sentence: 'The address is not readable: what follows a % must be hex digits of UTF-8.' };
  }
}

/** The header in which the browser's part of Next says which pages it has. */
const ROUTER_STATE = 'next-router-state-tree';

/**
 * Whether the header is absent or what Next's browser part sends: nested `[segment, {name: state}, …]` as URI-encoded JSON.
 * Next answers 500 to anything else; without the header it sends the whole page.
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
