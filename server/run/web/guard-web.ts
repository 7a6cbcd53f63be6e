import { type IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { isAllowedHost } from '#server/platform/http/allowed-host.ts';
import { plainHeaders } from '#server/platform/http/page-headers.ts';
import { isRouterState, ROUTER_STATE } from './router-state.ts';

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
