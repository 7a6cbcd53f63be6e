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

/** An answer as text: jsonb has no U+0000, which an answer that names bad input may hold, and reorders fields. */
type Kept = { text: string };

/** What was asked under a key: two requests are the same where path, query and body are. */
export type Asked = {
  /** Method and path. */
  route: string;
  /** With its question mark; empty without one. */
  query: string;
  body: Buffer;
};

/** 422 for an `Idempotency-Key` that nobody could have meant. */
export function checkKey(key: string): void {
  if (key.length >= 1 && key.length <= 255) return;
  throw invalid('/Idempotency-Key', 'invalid_idempotency_key', 'Idempotency-Key must have 1 to 255 characters.');
}

/** 422: the key came with another request before. */
export const keyReused = (): Fault =>
  invalid(
    '/Idempotency-Key',
    'idempotency_key_reused',
    'This Idempotency-Key was used with another query or body. Use a new key for a new request.',
  );

/** Two calls in each other's way: the one that gave in is tried again this often, as a whole. */
const ATTEMPTS = 3;

/**
 * Runs `handle` once for a project, route and key: the same key, query and body gives the stored answer again, another
 * query or body 422 `idempotency_key_reused`, a call still running 409 `still_running`. Its context writes in the
 * transaction that keeps its answer: what it did and the key that it did it under are there together or not at all,
 * whatever dies in between. Refusals are not kept: what was refused left nothing behind.
 */
export async function once(
  ctx: Ctx,
  { key, route, query, body }: Asked & { key: string },
  handle: (ctx: Ctx) => Promise<EdgeResponse> | EdgeResponse,
): Promise<EdgeResponse> {
  checkKey(key);
  // An index entry holds 2.7 kB, an address up to 16.
  const address = route.length > 500 ? sha256Hex(route) : route;
  const bodyHash = sha256Hex(query === '' ? body : Buffer.concat([Buffer.from(`${query}\n`), body]));
  const claim = { projectId: ctx.project.id, route: address, key };
  for (let attempt = 1; ; attempt++) {
    try {
      return await inTransaction(ctx, async (ctx) => {
        const kept = await take(ctx, claim);
        if (kept && kept.bodyHash !== bodyHash) throw keyReused();
        if (kept) return JSON.parse((kept.answer as Kept).text) as EdgeResponse;
        const answer = await handle(ctx);
        await keep(ctx, { ...claim, bodyHash, status: answer.status, createdAt: ctx.clock.now() }, answer);
        return answer;
      });
    } catch (error) {
      if (attempt === ATTEMPTS || !isTransactionConflict(error)) throw error;
    }
  }
}

type Claim = { projectId: number; route: string; key: string };

/**
 * Takes the key until the transaction ends, however it ends, and returns what is kept under it. 409 while another call
 * has it. A lock, and not a row: a row that is not committed yet would make the second call wait instead of answer.
 */
async function take(ctx: InTx<Pick<Ctx, 'clock'>>, { projectId, route, key }: Claim) {
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
  const [kept] = await ctx.db
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
  return kept;
}

/** Forgets the answers that are too old to be given again. Cost: one scan of the table. */
export async function deleteOldResponses({ db, clock }: Pick<Ctx, 'db' | 'clock'>): Promise<void> {
  await db.delete(idempotencyKey).where(lt(idempotencyKey.createdAt, new Date(clock.now().getTime() - KEPT_MS)));
}

/** Keeps the answer, in the place of one that is too old. */
async function keep(
  ctx: InTx<DbCtx>,
  row: Omit<typeof idempotencyKey.$inferInsert, 'answer'>,
  answer: EdgeResponse,
): Promise<void> {
  const kept: Kept = { text: JSON.stringify(answer) };
  const { bodyHash, status, createdAt } = row;
  await ctx.db
    .insert(idempotencyKey)
    .values({ ...row, answer: kept })
    .onConflictDoUpdate({
      target: [idempotencyKey.projectId, idempotencyKey.route, idempotencyKey.key],
      set: { bodyHash, status, answer: kept, createdAt },
    });
}
