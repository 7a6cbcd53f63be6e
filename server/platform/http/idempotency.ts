import { and, eq, gt, lt, sql } from 'drizzle-orm';
import { idempotencyKey } from '#db/schema/platform.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import type { Ctx, DbCtx } from '../context.ts';
import { isTransactionConflict } from '../database-faults.ts';
import { Fault, invalid } from '../faults.ts';
import { sha256Hex } from '../ids.ts';
import { type InTx, inTransaction } from '../in-transaction.ts';
import type { EdgeResponse } from './route.ts';

const KEPT_MS = DAY_MS;

/**
 * A response as text: jsonb cannot hold U+0000, which a response that quotes bad input may contain, and reorders
 * fields.
 */
type StoredResponse = { text: string };

/** The request that a key belongs to: two requests are the same where route, query and body are equal. */
export type KeyedRequest = {
  /** Method and path. */
  route: string;
  /** With its question mark; empty without one. */
  query: string;
  body: Buffer;
};

/** Throws 422 for an `Idempotency-Key` that is empty or longer than 255 characters. */
export function checkKey(key: string): void {
  if (key.length >= 1 && key.length <= 255) return;
  throw invalid('/Idempotency-Key', 'invalid_idempotency_key', 'Idempotency-Key must have 1 to 255 characters.');
}

/** 422: the key was used with another request before. */
export const keyReused = (): Fault =>
  invalid(
    '/Idempotency-Key',
    'idempotency_key_reused',
    'This Idempotency-Key was used with another query or body. Use a new key for a new request.',
  );

/** How often a call that Postgres aborted in favour of another one is run, as a whole. */
const ATTEMPTS = 3;

/**
 * Runs `handle` once for a project, route and key. The same key, query and body gets the stored response again; another
 * query or body is 422 `idempotency_key_reused`; a key whose first request still runs is 409 `still_running`. `handle`
 * writes in the transaction that stores its response, so the change and the key are committed together or not at all. A
 * refusal is not stored: it has changed nothing, so the key stays free.
 */
export async function handleOnce(
  ctx: Ctx,
  { key, route, query, body }: KeyedRequest & { key: string },
  handle: (ctx: Ctx) => Promise<EdgeResponse> | EdgeResponse,
): Promise<EdgeResponse> {
  checkKey(key);
  // An index entry holds 2.7 kB, an address up to 16.
  const address = route.length > 500 ? sha256Hex(route) : route;
  const bodyHash = sha256Hex(query === '' ? body : Buffer.concat([Buffer.from(`${query}\n`), body]));
  const name = { projectId: ctx.project.id, route: address, key };
  for (let attempt = 1; ; attempt++) {
    try {
      return await inTransaction(ctx, async (ctx) => {
        const stored = await lockKey(ctx, name);
        if (stored && stored.bodyHash !== bodyHash) throw keyReused();
        if (stored) return JSON.parse((stored.answer as StoredResponse).text) as EdgeResponse;
        const response = await handle(ctx);
        await store(ctx, { ...name, bodyHash, status: response.status, createdAt: ctx.clock.now() }, response);
        return response;
      });
    } catch (error) {
      if (attempt === ATTEMPTS || !isTransactionConflict(error)) throw error;
    }
  }
}

type KeyName = { projectId: number; route: string; key: string };

/**
 * Locks the key until the transaction ends and returns the row that is stored under it. Throws 409 while another call
 * holds the lock. An advisory lock, not a row: the second call would have to wait for a row that is not committed yet.
 */
async function lockKey(ctx: InTx<Pick<Ctx, 'clock'>>, { projectId, route, key }: KeyName) {
  const name = JSON.stringify([projectId, route, key]);
  const [lock] = await ctx.db.execute<{ mine: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) as mine`,
  );
  if (!lock?.mine) {
    throw new Fault('still_running', {
      status: 409,
      public: 'The first request with this Idempotency-Key is still running. Ask again in a moment.',
      headers: { 'retry-after': '1' },
    });
  }
  const [stored] = await ctx.db
    .select()
    .from(idempotencyKey)
    .where(
      and(
        eq(idempotencyKey.projectId, projectId),
        eq(idempotencyKey.route, route),
        eq(idempotencyKey.key, key),
        gt(idempotencyKey.createdAt, new Date(ctx.clock.now().getTime() - KEPT_MS)),
      ),
    );
  return stored;
}

/** Deletes the responses that are older than a day. Cost: one scan of the table. */
export async function deleteOldResponses({ db, clock }: Pick<Ctx, 'db' | 'clock'>): Promise<void> {
  await db.delete(idempotencyKey).where(lt(idempotencyKey.createdAt, new Date(clock.now().getTime() - KEPT_MS)));
}

/** Stores the response, in the place of one that is too old. */
async function store(
  ctx: InTx<DbCtx>,
  row: Omit<typeof idempotencyKey.$inferInsert, 'answer'>,
  response: EdgeResponse,
): Promise<void> {
  const answer: StoredResponse = { text: JSON.stringify(response) };
  const { bodyHash, status, createdAt } = row;
  await ctx.db
    .insert(idempotencyKey)
    .values({ ...row, answer })
    .onConflictDoUpdate({
      target: [idempotencyKey.projectId, idempotencyKey.route, idempotencyKey.key],
      set: { bodyHash, status, answer, createdAt },
    });
}
