import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { refusalOf } from '../actions.ts';
import type { Ctx, Services } from '../context.ts';
import { faultOfDatabase } from '../database-faults.ts';
import { Fault, forbidden, notFound } from '../faults.ts';
import { type Bounds, runWithinLimit, withinLimit } from '../time-limit.ts';
import { makeBatch } from './batch.ts';
import type { HandOver } from './heavy.ts';
import { handleOnce } from './idempotency.ts';
import type { Authenticate, Identity } from './identity.ts';
import { checkStorable, decodeText, parseJson } from './json.ts';
import { makeMatcher } from './match.ts';
import { send, sendFault } from './problem.ts';
import { makeReadBody } from './read-body.ts';
import { endAfterDiscarding } from './refuse-early.ts';
import { refuseUnreadable } from './refuse-unreadable.ts';
import type { AnyEdgeRoute, EdgeResponse } from './route.ts';
import { validate } from './validate.ts';

const ANYONE: Identity = {
  project: { id: 0, name: '', simulated: false },
  actor: { kind: 'service', id: null, name: 'anyone', role: 'viewer', scopes: [] },
};

/**
 * Longer than the statement timeout of any read. A call that waits for a database that hangs gets its 503 much sooner.
 */
const READS_WITHIN_MS = 20_000;
/**
 * Also the limit of a key lookup. With the time for sending and reading, a caller gets a response within five seconds.
 */
const WRITES_WITHIN_MS = 4_500;

/**
 * The HTTP server of the edge, without Next: finds the route, authenticates and authorizes the caller, reads and
 * validates the request, and runs the handler within its time limit. Without `handOver` it handles heavy requests
 * itself.
 */
export function makeEdgeServer(
  services: Services,
  routes: readonly AnyEdgeRoute[],
  authenticate: Authenticate,
  {
    readsWithinMs = READS_WITHIN_MS,
    writesWithinMs = WRITES_WITHIN_MS,
    handOver,
  }: { readsWithinMs?: number; writesWithinMs?: number; handOver?: HandOver } = {},
): Server {
  const { reachable } = services;
  const match = makeMatcher(routes);
  const together = makeBatch();
  const readBody = makeReadBody(handOver ?? null);

  async function handle(request: IncomingMessage, response: ServerResponse, requestId: string): Promise<EdgeResponse> {
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
    const identity = await identify(request, route, authenticate, { limitMs: writesWithinMs, reachable });
    const bytes = route.body || route.raw ? await readBodyOf(request, response, route, identity) : EMPTY;
    if (!Buffer.isBuffer(bytes)) return bytes;
    const ctx: Ctx = { ...services, ...identity, requestId, ip: identity.ip ?? request.socket.remoteAddress ?? null };
    if (route.creates === 'itself') ctx.otherWrites = { begun: false };
    const query = route.query ? validate(route.query, queryOf(url, mark)) : undefined;
    const body = route.body ? readJson(request, route, bytes) : undefined;
    const header = (name: string) => {
      const value = request.headers[name];
      return Array.isArray(value) ? value[0] : value;
    };
    const edgeRequest = { ctx, params: found.params, query, body, bytes, header };
    if (route.fromMemory) return route.handle(edgeRequest);
    const run = (ctx: Ctx) => route.handle({ ...edgeRequest, ctx });
    const key = route.creates === true ? header('idempotency-key') : undefined;
    const bounds: Bounds = {
      limitMs: route.limitMs ?? (route.method === 'GET' ? readsWithinMs : writesWithinMs),
      reachable,
      again: route.addsEachTime && key === undefined ? 'twice' : 'safe',
    };
    const { isHeavy } = route;
    if (isHeavy && handOver && (await runWithinLimit(ctx, bounds, (ctx) => isHeavy({ ...edgeRequest, ctx })))) {
      return handOver({ request, response, identity, chunks: [bytes], isGzip: false });
    }
    if (key === undefined) return runWithinLimit(ctx, bounds, run);
    const [path, search] = mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark)];
    const call = { key, route: `${route.method} ${path}`, query: search, body: bytes };
    return runWithinLimit(ctx, bounds, (ctx) => handleOnce(ctx, call, run));
  }

  const readBodyOf: typeof readBody = async (request, response, route, identity) => {
    try {
      return await readBody(request, response, route, identity);
    } catch (error) {
      if (!route.busyIs503 || !(error instanceof Fault) || error.status !== 429) throw error;
      throw new Fault(error.code, { status: 503, public: error.message, headers: error.headers });
    }
  };

  /** Method and path pattern for the log: the address itself may hold names and ids that callers sent. */
  function routeOf({ method = 'GET', url = '/' }: IncomingMessage): string | null {
    const found = match(method, url.split('?', 1)[0] ?? '/');
    return found.kind === 'route' ? `${method} ${found.route.path}` : null;
  }

  function respond(request: IncomingMessage, response: ServerResponse): void {
    const requestId = randomUUID();
    handle(request, response, requestId).then(
      (result) => together(() => write(response, requestId, result)),
      (error: unknown) => {
        const fault = faultOfDatabase(error) ?? unexpected(error);
        if (fault.status >= 500) {
          // Every probe and call gets a 503 while Postgres is unreachable: that is no error of this process.
          const level = fault.status === 503 ? 'warn' : 'error';
          services.log[level]({ err: error, internal: fault.internal, requestId, route: routeOf(request) }, fault.code);
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
  // Node's own 417 would be neither RFC 9457 nor carry a request id, and an unknown expectation may be ignored.
  server.on('checkExpectation', respond);
  // `100 Continue` is sent only when the body is read, so that a refused client need not upload it.
  server.on('checkContinue', respond);
  return server;
}

const EMPTY = Buffer.alloc(0);

async function identify(
  request: IncomingMessage,
  route: AnyEdgeRoute,
  authenticate: Authenticate,
  bounds: Pick<Bounds, 'limitMs' | 'reachable'>,
): Promise<Identity> {
  if (route.action === 'health.read') return ANYONE;
  const header = request.headers.authorization;
  const key = header === undefined ? '' : keyIn(header, route);
  const found = key === '' ? null : authenticate(key);
  const identity = found instanceof Promise ? await withinLimit(found, bounds) : found;
  if (identity === null) {
    throw new Fault('unauthenticated', { status: 401, public: 'Send a valid key as `Authorization: Bearer sy_…`.' });
  }
  const refusal = refusalOf(route.action, identity.actor);
  if (refusal) throw forbidden(refusal.code, refusal.message);
  return identity;
}

function keyIn(header: string, { alsoScheme }: AnyEdgeRoute): string {
  const [scheme = ''] = header.split(' ', 1);
  const isKnown = [alsoScheme, 'Bearer'].some((known) => known?.toLowerCase() === scheme.toLowerCase());
  return isKnown ? header.slice(scheme.length).trim() : '';
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

/** Sends a fault. Runs in a later turn of the event loop, so that a body which arrived with its head has been read. */
function refuse(request: IncomingMessage, response: ServerResponse, fault: Fault, requestId: string): void {
  const isEarly = !request.complete;
  sendFault(response, fault, requestId, { isEarly });
  if (isEarly) endAfterDiscarding(request, response);
  else request.resume();
}

function write(response: ServerResponse, requestId: string, result: EdgeResponse): void {
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
