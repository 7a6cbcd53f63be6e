import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { refusalOf } from '../actions.ts';
import type { Ctx, Services } from '../context.ts';
import { faultOfDatabase } from '../database-faults.ts';
import { Fault, forbidden, notFound } from '../faults.ts';
import { type Bounds, runWithinLimit, withinLimit } from '../time-limit.ts';
import { makeBatch } from './batch.ts';
import type { HandOver } from './heavy.ts';
import { once } from './idempotency.ts';
import type { Authenticate, Identity } from './identity.ts';
import { checkStorable, decodeText, parseJson } from './json.ts';
import { makeMatcher } from './match.ts';
import { send, sendFault } from './problem.ts';
import { makeReadBody } from './read-body.ts';
import { endAfterDiscarding } from './refuse-early.ts';
import { refuseUnreadable } from './refuse-unreadable.ts';
import type { AnyEdgeRoute, EdgeResponse } from './route.ts';
import { validate } from './validate.ts';

const NOBODY: Identity = {
  project: { id: 0, name: '', simulated: false },
  actor: { kind: 'service', id: null, name: 'anyone', role: 'viewer', scopes: [] },
};

/** Longer than any statement of a read may take. One that waits for a database that hangs is told much sooner. */
const READS_WITHIN_MS = 20_000;
/** Also for looking up a key. With what is sent and read around it, a caller knows within five seconds. */
const WRITES_WITHIN_MS = 4_500;

/** The edge listener: no Next in the path. One function finds the route, knows the caller, reads, guards, answers. */
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

  async function answer(request: IncomingMessage, response: ServerResponse, requestId: string): Promise<EdgeResponse> {
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
    const bytes = route.body || route.raw ? await readBody(request, response, route, identity) : EMPTY;
    if (!Buffer.isBuffer(bytes)) return bytes;
    const ctx: Ctx = { ...services, ...identity, requestId, ip: identity.ip ?? request.socket.remoteAddress ?? null };
    if (route.creates === 'itself') ctx.otherWrites = { begun: false };
    const query = route.query ? validate(route.query, queryOf(url, mark)) : undefined;
    const body = route.body ? readJson(request, route, bytes) : undefined;
    const header = (name: string) => {
      const value = request.headers[name];
      return Array.isArray(value) ? value[0] : value;
    };
    const asked = { ctx, params: found.params, query, body, bytes, header };
    if (route.fromMemory) return route.handle(asked);
    const handle = (ctx: Ctx) => route.handle({ ...asked, ctx });
    const key = route.creates === true ? header('idempotency-key') : undefined;
    const bounds: Bounds = {
      limitMs: route.limitMs ?? (route.method === 'GET' ? readsWithinMs : writesWithinMs),
      reachable,
      again: route.addsEachTime && key === undefined ? 'twice' : 'safe',
    };
    const { isHeavy } = route;
    if (isHeavy && handOver && (await runWithinLimit(ctx, bounds, (ctx) => isHeavy({ ...asked, ctx })))) {
      return handOver({ request, response, identity, chunks: [bytes], isGzip: false });
    }
    if (key === undefined) return runWithinLimit(ctx, bounds, handle);
    const [path, search] = mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark)];
    const call = { key, route: `${route.method} ${path}`, query: search, body: bytes };
    return runWithinLimit(ctx, bounds, (ctx) => once(ctx, call, handle));
  }

  /** The route as the contract names it: an address holds names and ids of other people's things. */
  function routeOf({ method = 'GET', url = '/' }: IncomingMessage): string | null {
    const found = match(method, url.split('?', 1)[0] ?? '/');
    return found.kind === 'route' ? `${method} ${found.route.path}` : null;
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
  bounds: Pick<Bounds, 'limitMs' | 'reachable'>,
): Promise<Identity> {
  if (route.action === 'health.read') return NOBODY;
  const header = request.headers.authorization;
  const key = header !== undefined && /^Bearer /i.test(header) ? header.slice(7).trim() : '';
  const answer = key === '' ? null : authenticate(key);
  const identity = answer instanceof Promise ? await withinLimit(answer, bounds) : answer;
  if (identity === null) {
    throw new Fault('unauthenticated', { status: 401, public: 'Send a valid key as `Authorization: Bearer sy_…`.' });
  }
  const refusal = refusalOf(route.action, identity.actor);
  if (refusal) throw forbidden(refusal.code, refusal.message);
  return identity;
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
