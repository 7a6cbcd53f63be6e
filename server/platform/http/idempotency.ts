import { and, eq, isNull, lt, or } from 'drizzle-orm';
import { idempotencyKey } from '#db/schema/platform.ts';
import type { Ctx } from '../context.ts';
import { Fault, invalid } from '../faults.ts';
import { sha256Hex } from '../ids.ts';
import type { EdgeAnswer } from './route.ts';

const KEPT_MS = 24 * 3_600_000;
/** A first call that has not answered for this long died with its process; its key may be used again. */
const ABANDONED_MS = 60_000;

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

/**
 * Runs `handle` once for a project, route and key: the same key, query and body gives the stored answer again, another
 * query or body 422 `idempotency_key_reused`, a call still running 409 `still_running`. Refusals are not kept: what was
 * refused left nothing behind.
 */
export async function once(
  ctx: Ctx,
  key: string,
  { route, query, body }: Asked,
  handle: () => Promise<EdgeAnswer> | EdgeAnswer,
): Promise<EdgeAnswer> {
  checkKey(key);
  // An index entry holds 2.7 kB, an address up to 16.
  const address = route.length > 500 ? sha256Hex(route) : route;
  const mine = and(
    eq(idempotencyKey.projectId, ctx.project.id),
    eq(idempotencyKey.route, address),
    eq(idempotencyKey.key, key),
  );
  const bodyHash = sha256Hex(query === '' ? body : Buffer.concat([Buffer.from(`${query}\n`), body]));
  if (!(await claim(ctx, { address, key, bodyHash }))) {
    const [known] = await ctx.db.select().from(idempotencyKey).where(mine);
    if (known && known.bodyHash !== bodyHash) throw keyReused();
    if (known?.status) return JSON.parse((known.answer as Kept).text) as EdgeAnswer;
    throw new Fault('still_running', {
      status: 409,
      public: 'The first request with this Idempotency-Key is still running. Ask again in a moment.',
      headers: { 'retry-after': '1' },
    });
  }
  try {
    const answer = await handle();
    const kept: Kept = { text: JSON.stringify(answer) };
    await ctx.db.update(idempotencyKey).set({ status: answer.status, answer: kept }).where(mine);
    return answer;
  } catch (error) {
    await ctx.db.delete(idempotencyKey).where(mine);
    throw error;
  }
}

/**
 * Takes the key for this call: one that is free, whose answer is too old to be kept, or whose own call died. One
 * statement, so that of two rivals one gets it.
 */
async function claim(ctx: Ctx, of: { address: string; key: string; bodyHash: string }): Promise<boolean> {
  const now = ctx.clock.now();
  const since = (ms: number) => lt(idempotencyKey.createdAt, new Date(now.getTime() - ms));
  const fresh = { bodyHash: of.bodyHash, status: null, answer: null, createdAt: now };
  const taken = await ctx.db
    .insert(idempotencyKey)
    .values({ projectId: ctx.project.id, route: of.address, key: of.key, ...fresh })
    .onConflictDoUpdate({
      target: [idempotencyKey.projectId, idempotencyKey.route, idempotencyKey.key],
      set: fresh,
      setWhere: or(
        since(KEPT_MS),
        and(isNull(idempotencyKey.status), eq(idempotencyKey.bodyHash, of.bodyHash), since(ABANDONED_MS)),
      ),
    })
    .returning({ key: idempotencyKey.key });
  return taken.length > 0;
}
