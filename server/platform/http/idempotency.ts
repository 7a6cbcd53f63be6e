import { and, eq, lt } from 'drizzle-orm';
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

/**
 * Runs `handle` once for a project, route and key: the same key and body gives the stored answer again, another body
 * 422 `idempotency_key_reused`, a call still running 409 `still_running`. Answers of 5xx are not kept.
 */
export async function once(
  ctx: Ctx,
  route: string,
  key: string,
  body: Buffer,
  handle: () => Promise<EdgeAnswer> | EdgeAnswer,
): Promise<EdgeAnswer> {
  if (key.length < 1 || key.length > 255)
    throw invalid('', 'invalid_idempotency_key', 'Idempotency-Key must have 1 to 255 characters.');
  const now = ctx.clock.now();
  // An index entry holds 2.7 kB, an address up to 16.
  const address = route.length > 500 ? sha256Hex(route) : route;
  const mine = and(
    eq(idempotencyKey.projectId, ctx.project.id),
    eq(idempotencyKey.route, address),
    eq(idempotencyKey.key, key),
  );
  await ctx.db.delete(idempotencyKey).where(and(mine, lt(idempotencyKey.createdAt, new Date(now.getTime() - KEPT_MS))));
  const bodyHash = sha256Hex(body);
  const [first] = await ctx.db
    .insert(idempotencyKey)
    .values({ projectId: ctx.project.id, route: address, key, bodyHash, createdAt: now })
    .onConflictDoNothing()
    .returning();
  if (!first) {
    const [known] = await ctx.db.select().from(idempotencyKey).where(mine);
    if (known && known.bodyHash !== bodyHash) {
      throw invalid(
        '',
        'idempotency_key_reused',
        'This Idempotency-Key was used with another body. Use a new key for a new request.',
      );
    }
    if (known?.status) return JSON.parse((known.answer as Kept).text) as EdgeAnswer;
    if (known && now.getTime() - known.createdAt.getTime() < ABANDONED_MS) {
      throw new Fault('still_running', {
        status: 409,
        public: 'The first request with this Idempotency-Key is still running. Ask again in a moment.',
        headers: { 'retry-after': '1' },
      });
    }
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
