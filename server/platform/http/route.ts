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

/** The statuses that an operation may refuse with. Not 405, which means that the path has no such operation. */
export type RefusalStatus = 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 428 | 429 | 503;

export type EdgeRoute<Q = unknown, B = unknown> = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** OpenAPI form: `/api/v1/prompts/{name}`. */
  path: string;
  action: Action;
  summary: string;
  query?: z.ZodType<Q>;
  body?: z.ZodType<B>;
  /** The handler parses `bytes` itself (NDJSON, CSV, checks without zod). */
  raw?: true;
  /** Schema of a `raw` body, for OpenAPI only: the handler checks the body by hand. */
  rawBody?: z.ZodType;
  /** Media types that a `raw` body may have beside JSON. */
  rawTypes?: readonly string[];
  /** Maximum bytes of the inflated body; default 1 MB. More than that is a file, which another process may handle. */
  maxBytes?: number;
  /** A scheme of `Authorization` that carries our key besides Bearer: that of the API whose form this operation has. */
  alsoScheme?: 'GenieKey';
  /** Refuses with 503 instead of 429 while too many bodies are under way: its callers give up at a 429. */
  busyIs503?: true;
  /** Maximum elements of the body (`hasMoreElements`); default 100,000. */
  elementsMax?: number;
  /** Always handled by the edge process itself, so that it does not wait behind the large bodies of other callers. */
  atOnce?: true;
  /** The handler uses memory alone, so the request has no time limit for the database. */
  fromMemory?: true;
  /**
   * Whether this request needs so much computing that another process must handle it, though its body is small. Called
   * after validation, and only where there is such a process.
   */
  isHeavy?: (request: EdgeRequest<Q, B>) => Promise<boolean>;
  /**
   * A creating POST: accepts `Idempotency-Key`. `itself`: the handler stores the keys, since its batches are too many.
   */
  creates?: true | 'itself';
  /** Every call adds a row, so that the same call again without an `Idempotency-Key` adds it twice. */
  addsEachTime?: true;
  /** How long handling may take, in ms; default 20 s for a GET and 4.5 s for any other method. */
  limitMs?: number;
  /** Whether `If-Match` is needed, or may stand in the body instead (`revision`). */
  ifMatch?: 'needed' | 'or in the body';
  /** Documented responses by status, with the schema of their body. */
  responses?: Record<number, z.ZodType>;
  /** Media type of a response that is no JSON. */
  responseType?: string;
  /** Statuses that it refuses with besides those that follow from its inputs (`refusalsOf`). */
  refuses?: readonly RefusalStatus[];
  handle(request: EdgeRequest<Q, B>): Promise<EdgeResponse> | EdgeResponse;
};

/** A route without the types of its query and body, for tables of routes. */
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
