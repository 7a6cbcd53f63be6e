import type { z } from 'zod';
import type { Action } from '../actions.ts';
import type { Ctx } from '../context.ts';

export type EdgeRequest<Q = unknown, B = unknown> = {
  ctx: Ctx;
  /** Decoded path parameters. */
  params: Record<string, string>;
  query: Q;
  /** The parsed body; for `raw` routes undefined. */
  body: B;
  /** The body's bytes, inflated. */
  bytes: Buffer;
  /** A request header, lower-case name. */
  header(name: string): string | undefined;
};

export type EdgeResponse = {
  status: number;
  /** Sent as JSON. A Buffer or string is sent as it is, with the content type of `headers`. */
  body?: unknown;
  headers?: Record<string, string>;
};

/** The statuses of refusals. 405 is no operation's own: it says that there is none. */
export type RefusalStatus = 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 428 | 429 | 503;

export type EdgeRoute<Q = unknown, B = unknown> = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** OpenAPI form: `/api/v1/prompts/{name}`. */
  path: string;
  action: Action;
  summary: string;
  query?: z.ZodType<Q>;
  body?: z.ZodType<B>;
  /** The handler reads `bytes` itself (NDJSON, CSV, guards without zod). */
  raw?: true;
  /** Schema of a `raw` body, for OpenAPI only: the handler guards it by hand. */
  rawBody?: z.ZodType;
  /** Media types that a `raw` body may have beside JSON. */
  rawTypes?: readonly string[];
  /** Most bytes of the inflated body; default 1 MB. More than that is a file, which another process may handle. */
  maxBytes?: number;
  /** Most elements of the body (`hasMoreElements`); default 100,000. */
  elementsMax?: number;
  /** Always handled by the process that was asked: it does not wait for other people's large bodies. */
  atOnce?: true;
  /** Answered from memory alone, so that there is no database to wait for. */
  fromMemory?: true;
  /**
   * Whether this request, which looks as small as any, needs so much computing that another process handles it. Asked
   * once it is known to be right, and only where there is such a process.
   */
  isHeavy?: (request: EdgeRequest<Q, B>) => Promise<boolean>;
  /** A creating POST: takes `Idempotency-Key`. `itself`: the handler keeps the keys, its batches are too many for us. */
  creates?: true | 'itself';
  /** Every call adds something, so that the same one again without an `Idempotency-Key` adds it twice. */
  addsEachTime?: true;
  /** How long an answer may take, in ms, where reading 20 s or writing 4.5 s is not enough for what was sent. */
  limitMs?: number;
  /** Whether `If-Match` is needed, or may stand in the body instead (`revision`). */
  ifMatch?: 'needed' | 'or in the body';
  /** Documented answers by status, with the schema of their body. */
  responses?: Record<number, z.ZodType>;
  /** Media type of an answer that is no JSON. */
  responseType?: string;
  /** Statuses that it refuses with beside those that follow from what it takes (`refusalsOf`). */
  refuses?: readonly RefusalStatus[];
  handle(request: EdgeRequest<Q, B>): Promise<EdgeResponse> | EdgeResponse;
};

/** Any route, once its own types are checked. */
// biome-ignore lint/suspicious/noExplicitAny: a table of routes holds handlers of different bodies; each is checked where it is made.
export type AnyEdgeRoute = EdgeRoute<any, any>;

/** Declares a route; infers query and body types from their schemas. */
export function edgeRoute<Q = unknown, B = unknown>(route: EdgeRoute<Q, B>): AnyEdgeRoute {
  return route;
}

/** 200 with `body` as JSON. */
export const ok = (body: unknown, headers?: Record<string, string>): EdgeResponse => ({ status: 200, body, headers });
/** 201 with `body` as JSON. */
export const created = (body: unknown, headers?: Record<string, string>): EdgeResponse => ({
  status: 201,
  body,
  headers,
});
