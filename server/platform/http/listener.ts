import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { refusalOf } from '../actions.ts';
import type { Ctx, Services } from '../context.ts';
import { faultOfDatabase } from '../database-faults.ts';
import { Fault, forbidden, notFound, unavailable } from '../faults.ts';
import { makeBatch } from './batch.ts';
import type { HandOver } from './heavy.ts';
import { once } from './idempotency.ts';
import type { Authenticate, Identity } from './identity.ts';
import { checkStorable, decodeText, parseJson } from './json.ts';
import { makeMatcher } from './match.ts';
import { send, sendFault } from './problem.ts';
import { endAfterDiscarding } from './refuse-early.ts';
import { refuseUnreadable } from './refuse-unreadable.ts';
import type { AnyEdgeRoute, EdgeAnswer } from './route.ts';
import { makeTakeBody } from './take-body.ts';
import { validate } from './validate.ts';

const NOBODY: Identity = {
  project: { id: 0, name: '', simulated: false },
  actor: { kind: 'service', id: null, name: 'anyone', role: 'viewer', scopes: [] },
};

/** Longer than any statement may take: a database that has said nothing by then hangs. */
const UNANSWERED_AFTER_MS = 20_000;

/** The edge listener: no Next in the path. One function finds the route, knows the caller, reads, guards, answers. */
export function makeEdgeServer(
  services: Services,
  routes: readonly AnyEdgeRoute[],
  authenticate: Authenticate,
  { unansweredAfterMs = UNANSWERED_AFTER_MS, handOver }: { unansweredAfterMs?: number; handOver?: HandOver } = {},
): Server {
  const match = makeMatcher(routes);
  const together = makeBatch();
  const takeBody = makeTakeBody(handOver ?? null);

  async function answer(request: IncomingMessage, response: ServerResponse, requestId: string): Promise<EdgeAnswer> {
    const url = request.url ?? '/';
    const mark = url.indexOf('?');
    const found = match(request.method ?? 'GET', mark < 0 ? url : url.slice(0, mark));
    if (found.kind === 'none') throw notFound();
    if (found.kind === 'method') {
      throw new Fault('method_not_allowed', {
        status: 405,
        public: `Use ${found.allow.join(' or ')} here.`,
        headers: { allow: found.allow.join(', ') },
      });
    }
    const { route } = found;
    const identity = await identify(request, route, authenticate, unansweredAfterMs);
    const bytes = route.body || route.raw ? await takeBody(request, response, route, identity) : EMPTY;
    if (!Buffer.isBuffer(bytes)) return bytes;
    const ctx: Ctx = { ...services, ...identity, requestId, ip: identity.ip ?? request.socket.remoteAddress ?? null };
    const query = route.query ? validate(route.query, queryOf(url, mark)) : undefined;
    const body = route.body ? readJson(request, route, bytes) : undefined;
    const header = (name: string) => {
      const value = request.headers[name];
      return Array.isArray(value) ? value[0] : value;
    };
    const handle = () => {
      const handled = route.handle({ ctx, params: found.params, query, body, bytes, header });
      return route.method === 'GET' ? inTime(handled, unansweredAfterMs) : handled;
    };
    const key = route.creates === true ? header('idempotency-key') : undefined;
    if (key === undefined) return handle();
    const [path, asked] = mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark)];
    return once(ctx, key, { route: `${route.method} ${path}`, query: asked, body: bytes }, handle);
  }

  function respond(request: IncomingMessage, response: ServerResponse): void {
    const requestId = randomUUID();
    answer(request, response, requestId).then(
      (result) => together(() => write(response, requestId, result)),
      (error: unknown) => {
        const fault = faultOfDatabase(error) ?? unexpected(error);
        if (fault.status >= 500) {
          // 503 says "not now" to every probe and call while Postgres is away: nothing here is broken.
          const level = fault.status === 503 ? 'warn' : 'error';
          const url = request.url?.split('?')[0];
          services.log[level]({ err: error, internal: fault.internal, requestId, url }, fault.code);
        }
        together(() => refuse(request, response, fault, requestId));
      },
    );
  }

  const server = createServer(
    {
      headersTimeout: 10_000,
      requestTimeout: 60_000,
      keepAliveTimeout: 65_000,
      maxHeaderSize: 16_384,
      connectionsCheckingInterval: 5_000,
    },
    respond,
  );
  server.maxHeadersCount = 100;
  server.on('clientError', refuseUnreadable);
  // Node's own 417 would have neither our shape nor a request id; nobody has to honour an unknown expectation.
  server.on('checkExpectation', respond);
  // Who asks before sending a body is told to go on when it is read, so that a refusal spares them the upload.
  server.on('checkContinue', respond);
  return server;
}

const EMPTY = Buffer.alloc(0);

async function identify(
  request: IncomingMessage,
  route: AnyEdgeRoute,
  authenticate: Authenticate,
  withinMs: number,
): Promise<Identity> {
  if (route.action === 'health.read') return NOBODY;
  const header = request.headers.authorization;
  const key = header !== undefined && /^Bearer /i.test(header) ? header.slice(7).trim() : '';
  const answer = key === '' ? null : authenticate(key);
  const identity = answer instanceof Promise ? await inTime(answer, withinMs) : answer;
  if (identity === null) {
    throw new Fault('unauthenticated', { status: 401, public: 'Send a valid key as `Authorization: Bearer sy_…`.' });
  }
  const refusal = refusalOf(route.action, identity.actor);
  if (refusal) throw forbidden(refusal.code, refusal.message);
  return identity;
}

/**
 * The answer, or 503 when it has not come in time: a database that hangs is as good as down. Only for what changes
 * nothing, since nobody can say whether a change that was sent will still be made.
 */
async function inTime<T>(answer: T | Promise<T>, withinMs: number): Promise<T> {
  if (!(answer instanceof Promise)) return answer;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(unavailable('the database does not answer')), withinMs);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

function queryOf(url: string, mark: number): Record<string, string> {
  if (mark < 0) return {};
  const query = Object.fromEntries(new URLSearchParams(url.slice(mark + 1)));
  checkStorable(query);
  return query;
}

function readJson(request: IncomingMessage, route: AnyEdgeRoute, bytes: Buffer): unknown {
  const type = request.headers['content-type'];
  if (type !== undefined && !/^application\/(?:[\w.+-]*\+)?json\b/i.test(type)) {
    throw new Fault('unsupported_media_type', { status: 415, public: 'Send the body as application/json.' });
  }
  const value = bytes.length === 0 ? {} : parseJson(decodeText(bytes));
  checkStorable(value);
  return route.body ? validate(route.body, value) : value;
}

/** In a turn of its own, so that a body which came together with its head has been read. */
function refuse(request: IncomingMessage, response: ServerResponse, fault: Fault, requestId: string): void {
  const isEarly = !request.complete;
  sendFault(response, fault, requestId, { isEarly });
  if (isEarly) endAfterDiscarding(request, response);
  else request.resume();
}

function write(response: ServerResponse, requestId: string, result: EdgeAnswer): void {
  const body =
    typeof result.body === 'string' || Buffer.isBuffer(result.body) ? result.body : JSON.stringify(result.body ?? {});
  send(response, result.status, requestId, body, result.headers ?? {});
}

function unexpected(error: unknown): Fault {
  return new Fault('internal', {
    status: 500,
    public: 'Something went wrong on our side. The request id finds it in the log.',
    internal: error,
  });
}
