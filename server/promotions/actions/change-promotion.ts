import { and, eq } from 'drizzle-orm';
import { promotion } from '#db/schema/promotions.ts';
import type { Ctx } from '#server/platform/context.ts';
import { conflict, Fault } from '#server/platform/faults.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { type PromotionAction, promotionCan } from '#server/promotions/domain/promotion-can.ts';
import { nextStatus, type PromotionEvent } from '#server/promotions/domain/promotion-machine.ts';
import { askerOf, type HeldPromotion, holdPromotion, type PromotionRow } from './hold-promotion.ts';

/** Where a promotion stands after an action. */
export type PromotionState = { id: string; status: PromotionRow['status']; revision: number };

/** What of a row tells where its promotion stands. */
export const stateOf = ({ id, status, revision }: PromotionRow): PromotionState => ({ id, status, revision });

/**
 * Runs one action of a person on a promotion: locks it, compares the revision that the person saw, asks the guard, then
 * `change`, all in one transaction. 404; 409 `revision_conflict` with the current state; what the guard answers.
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
    const refusal = promotionCan[action](held.facts, askerOf(ctx));
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
 * Moves a promotion by `event`, one revision on; `null` keeps its status. The state that was decided on stands in the
 * `where`: a row that moved meanwhile is a 409.
 */
export async function movePromotion(
  ctx: InTx<Pick<Ctx, 'clock'>>,
  row: PromotionRow,
  { event, changes = {} }: { event: PromotionEvent | null; changes?: Changes },
): Promise<PromotionRow> {
  const status = event === null ? row.status : nextStatus(row.status, event);
  if (status === null) throw new Error(`A promotion that is ${row.status} cannot ${event}.`);
  const [moved] = await ctx.db
    .update(promotion)
    .set({ ...changes, status, revision: row.revision + 1, updatedAt: ctx.clock.now() })
    .where(and(eq(promotion.id, row.id), eq(promotion.revision, row.revision), eq(promotion.status, row.status)))
    .returning();
  if (!moved)
    throw conflict('revision_conflict', 'This promotion changed in the meantime. Read it again and decide anew.');
  return moved;
}
