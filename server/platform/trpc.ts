import { initTRPC, TRPCError } from '@trpc/server';
import { z } from 'zod';
import { pointerTo } from '#server/platform/pure/pointer.ts';
import { type Action, type Caller, isOutsideProjects, refusalOf, type Standing } from './actions.ts';
import type { Actor, Ctx, Project, Services } from './context.ts';
import { faultOfDatabase } from './database-faults.ts';
import { Fault, invalid } from './faults.ts';
import { checkStorable } from './http/json.ts';
import { fieldErrors } from './http/validate.ts';
import { pageWire } from './page-wire.ts';
import { runWithinLimit, withinLimit } from './time-limit.ts';

/** The context of a request of our own pages: the services, and the signed-in person. */
export type PageContext = {
  services: Services;
  requestId: string;
  ip: string | null;
  /** The signed-in person, already checked against the database, or null. */
  person: SignedInPerson | null;
  /** Membership of a project by name; null when there is none (or no such project). */
  loadMember: (who: {
    personId: string;
    project: string;
  }) => Promise<{ project: Project; role: Caller['role'] } | null>;
};

/** `installation`: what they may do outside of projects; left out: nothing. */
type SignedInPerson = { id: string; name: string; installation?: Standing };

export type SignedInCtx = Services & { person: SignedInPerson; requestId: string; ip: string | null };

const STATUS_TO_CODE: Record<number, TRPCError['code']> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  410: 'NOT_FOUND',
  413: 'PAYLOAD_TOO_LARGE',
  422: 'UNPROCESSABLE_CONTENT',
  428: 'PRECONDITION_REQUIRED',
  429: 'TOO_MANY_REQUESTS',
  503: 'SERVICE_UNAVAILABLE',
};

const t = initTRPC
  .context<PageContext>()
  .meta<{ action: Action }>()
  .create({
    transformer: pageWire,
    /** Faults keep their code, sentence and fields; any other error shows no internals. */
    errorFormatter({ shape, error, ctx }) {
      const fault = error.cause instanceof Fault ? error.cause : null;
      const issues = error.cause instanceof z.ZodError ? fieldErrors(error.cause) : [];
      const hidden = error.code === 'INTERNAL_SERVER_ERROR';
      return {
        code: shape.code,
        message: hidden ? 'Something went wrong on our side.' : issues[0] ? issues[0].message : error.message,
        data: {
          code: error.code,
          httpStatus: shape.data.httpStatus,
          path: shape.data.path,
          requestId: ctx?.requestId ?? null,
          fault: fault ? { code: fault.code, errors: fault.errors, extra: fault.extra } : null,
          errors: fault?.errors ?? issues,
        },
      };
    },
  });

/** The TRPCError of a fault or of a database error; null for any other error. */
export function trpcErrorOf(error: unknown): TRPCError | null {
  const fault = faultOfDatabase(error);
  if (fault === null) return null;
  return new TRPCError({ code: STATUS_TO_CODE[fault.status] ?? 'BAD_REQUEST', message: fault.message, cause: fault });
}

/** The same limits as at the edge (`server/platform/http/listener.ts`). */
const QUERY_WITHIN_MS = 20_000;
const MUTATION_WITHIN_MS = 4_500;

const limitOf = (type: 'query' | 'mutation' | 'subscription'): number =>
  type === 'query' ? QUERY_WITHIN_MS : MUTATION_WITHIN_MS;

/** Runs the rest of a call within its time limit (`runWithinLimit`), which also decides between the two 503 faults. */
async function goOn<C extends Services, R extends { ok: true } | { ok: false; error: TRPCError }>(
  inner: C,
  type: 'query' | 'mutation' | 'subscription',
  next: (ctx: C) => Promise<R>,
): Promise<R> {
  const bounds = { limitMs: limitOf(type), reachable: inner.reachable, again: 'look' } as const;
  return runWithinLimit(inner, bounds, async (ctx) => {
    const result = await next(ctx);
    if (!result.ok && faultOfDatabase(result.error.cause)?.status === 503) throw result.error.cause;
    return result;
  });
}

const faults = t.middleware(async ({ next, ctx, path }) => {
  const result = await next();
  if (result.ok) return result;
  const known = trpcErrorOf(result.error.cause);
  if (known) throw known;
  if (result.error.code === 'INTERNAL_SERVER_ERROR') {
    ctx.services.log.error({ err: result.error.cause, requestId: ctx.requestId, path }, 'procedure failed');
  }
  return result;
});

/** Checks the raw input before any schema: refuses, for every procedure, what Postgres cannot store. */
const readable = t.middleware(async ({ next, getRawInput }) => {
  checkMessage(await getRawInput());
  return next();
});

const signedOut = () => new TRPCError({ code: 'UNAUTHORIZED', message: 'Sign in to see this.' });

function refuseUnlessMay(action: Action, caller: Caller): void {
  const refusal = refusalOf(action, caller);
  if (refusal === null) return;
  const cause = new Fault(refusal.code, { status: 403, public: refusal.message });
  throw new TRPCError({ code: 'FORBIDDEN', message: refusal.message, cause });
}

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/** A procedure inside a project. Its input always carries `project`; its context is the {@link Ctx} of use cases. */
export function procedure(action: Action) {
  return t.procedure
    .meta({ action })
    .use(faults)
    .use(readable)
    .input(z.object({ project: z.string().max(40) }))
    .use<Ctx>(async ({ ctx, input, next, type }) => {
      if (ctx.person === null) throw signedOut();
      const { reachable } = ctx.services;
      const loading = ctx.loadMember({ personId: ctx.person.id, project: input.project });
      const member = await withinLimit(loading, { limitMs: MUTATION_WITHIN_MS, reachable });
      if (member === null)
        throw new TRPCError({ code: 'NOT_FOUND', message: 'There is nothing at this address that you may see.' });
      const actor: Actor = {
        kind: 'person',
        id: ctx.person.id,
        name: ctx.person.name,
        role: member.role,
        scopes: null,
        installation: ctx.person.installation,
      };
      refuseUnlessMay(action, actor);
      const inner: Ctx = { ...ctx.services, project: member.project, actor, requestId: ctx.requestId, ip: ctx.ip };
      return goOn(inner, type, (mine) => next<Ctx>({ ctx: mine }));
    });
}

/** A procedure of a signed-in person outside any project; only for actions that belong to none. */
export function personProcedure(action: Action) {
  if (!isOutsideProjects(action)) throw new Error(`${action} belongs to a project: use procedure().`);
  return t.procedure
    .meta({ action })
    .use(faults)
    .use(readable)
    .use<SignedInCtx>(async ({ ctx, next, type }) => {
      if (ctx.person === null) throw signedOut();
      refuseUnlessMay(action, { kind: 'person', role: 'viewer', scopes: null, installation: ctx.person.installation });
      const inner: SignedInCtx = { ...ctx.services, person: ctx.person, requestId: ctx.requestId, ip: ctx.ip };
      return goOn(inner, type, (mine) => next<SignedInCtx>({ ctx: mine }));
    });
}

/** Dates may stand only in named fields of a message, never inside of JSON that is stored as it was sent. */
const DATES_DOWN_TO = 1;

/**
 * Throws a 422 with the path of the field for text, numbers and nesting that Postgres cannot store, and for values that
 * JSON does not have (`bigint`, `Map`, …), which superjson can carry.
 */
function checkMessage(input: unknown): void {
  checkStorable(input);
  const path = pathOfForeign(input, 0);
  if (path !== null) throw invalid(path, 'invalid_value', `${path || 'The input'} is a value that JSON does not have.`);
}

/** The JSON pointer of the first value that is neither JSON nor a date in a named field; null when there is none. */
function pathOfForeign(value: unknown, depth: number): string | null {
  if (value === null || ['undefined', 'boolean', 'number', 'string'].includes(typeof value)) return null;
  if (typeof value !== 'object') return '';
  if (value instanceof Date) return depth <= DATES_DOWN_TO ? null : '';
  if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return '';
  for (const [key, inner] of Object.entries(value)) {
    const path = pathOfForeign(inner, depth + 1);
    if (path !== null) return pointerTo('', key) + path;
  }
  return null;
}
