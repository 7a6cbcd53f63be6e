import { type IncomingMessage, Server, ServerResponse } from 'node:http';

type Refusal = { status: 400 | 404 | 405; sentence: string; headers?: Record<string, string> };

/** Methods that Next's own `Request` cannot be made with: it would answer 500. */
const UNKNOWN_TO_FETCH = new Set(['TRACE', 'TRACK', 'CONNECT']);

/** Why a request cannot be given to Next, which answers 500 to some of these; null for every other one. */
export function addressRefusal(method: string | undefined, url: string | undefined): Refusal | null {
  if (UNKNOWN_TO_FETCH.has(method ?? '')) {
    const headers = { allow: 'GET, HEAD, POST, OPTIONS' };
    return { status: 405, sentence: `${method} is not answered here.`, headers };
  }
  const path = (url ?? '').split(/[?#]/, 1)[0] ?? '';
  if (!path.startsWith('/')) return { status: 400, sentence: 'The address must be a path, such as /sign-in.' };
  try {
    const segments = path.split('/').map(decodeURIComponent);
    // Next keeps the parts of an address as names of an object, where this one is its prototype.
    return segments.includes('__proto__') ? { status: 404, sentence: 'There is nothing at this address.' } : null;
  } catch {
    return { status: 400, sentence: 'The address is not readable: what follows a % must be hex digits of UTF-8.' };
  }
}

/** From now on every HTTP server of this process refuses such requests before anything else sees them. */
export function refuseUnreadableAddresses(): void {
  const emit = Server.prototype.emit;
  Server.prototype.emit = function (this: Server, event: string | symbol, ...args: unknown[]): boolean {
    const [request, response] = args as [IncomingMessage | undefined, unknown];
    if (event === 'request' && response instanceof ServerResponse) {
      const refusal = addressRefusal(request?.method, request?.url);
      if (refusal !== null) {
        answer(response, refusal);
        request?.resume();
        return true;
      }
    }
    return Reflect.apply(emit, this, [event, ...args]);
  };
}

function answer(response: ServerResponse, { status, sentence, headers }: Refusal): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(sentence);
}
