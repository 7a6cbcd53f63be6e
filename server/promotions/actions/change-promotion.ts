import { and, eq } from 'drizzle-orm';
import { promotion } from '#db/schema/promotions.ts';
import type { Ctx } from '#server/platform/context.ts';
import { conflict, Fault } from '#server/platform/faults.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { type PromotionAction, promotionCan } from '#server/promotions/domain/promotion-can.ts';
import { nextStatus, type PromotionEvent } from '#server/promotions/domain/promotion-machine.ts';
import { callerOf, type HeldPromotion, holdPromotion, type PromotionRow } from './hold-promotion.ts';

/** What an action returns: the status and revision of the promotion after it. */
export type PromotionState = { id: string; status: PromotionRow['status']; revision: number };

/** The id, status and revision of a row. */
export const stateOf = ({ id, status, revision }: PromotionRow): PromotionState => ({ id, status, revision });

/**
 * Runs one action of a person on a promotion in one transaction: locks the row, compares the revision that the person
 * saw, checks the guard, then runs `change`. 404; 409 `revision_conflict` with the current state; the guard's refusal.
 */
export async function changePromotion(
  ctx: Ctx,
  { action, id, revision }: { action: PromotionAction; id: string; revision: number },
  change: (ctx: InTx, held: HeldPromotion) => Promise<PromotionRow>,
): Promise<PromotionState> {
  return inTransaction(ctx, async (ctx) => {
    const held = await holdPromotion(ctx, id, true);
    const { row } = held;
    if (row.revision !== revision) {
      throw conflict('revision_conflict', 'This promotion changed in the meantime. Read it again and decide anew.', {
        current: stateOf(row),
      });
    }
    const refusal = promotionCan[action](held.facts, callerOf(ctx));
    if (refusal) {
      throw new Fault(refusal.code, {
        status: refusal.status,
        public: refusal.message,
        ...(refusal.status === 409 ? { extra: { current: stateOf(row) } } : {}),
      });
    }
    return stateOf(await change(ctx, held));
  });
}

type Changes = Partial<Omit<typeof promotion.$inferInsert, 'id' | 'status' | 'revision'>>;

/**
 * Applies `event` to a promotion and raises its revision; `null` keeps the status. The `where` repeats the status and
 * revision that were read, so a row that changed in the meantime gives 409 `revision_conflict`.
 */
export async function applyEvent(
  ctx: InTx<Pick<Ctx, 'clock'>>,
  row: PromotionRow,
  { event, changes = {} }: { event: PromotionEvent | null; changes?: Changes },
): Promise<PromotionRow> {
  const status = event === null ? row.status : nextStatus(row.status, event);
  if (status === null) throw new Error(`A promotion that is ${row.status} cannot ${event}.`);
  const [changed] = await ctx.db
    .update(promotion)
    .set({ ...changes, status, revision: row.revision + 1, updatedAt: ctx.clock.now() })
    .where(and(eq(promotion.id, row.id), eq(promotion.revision, row.revision), eq(promotion.status, row.status)))
    .returning();
  if (!changed)
    throw conflict('revision_conflict', 'This promotion changed in the meantime. Read it again and decide anew.');
  return changed;
}
