import { appendAudit } from '#server/audit/append-audit.ts';
import type { Ctx } from '#server/platform/context.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { nextStatus } from '#server/promotions/domain/promotion-machine.ts';
import { addStep } from './add-step.ts';
import { type PromotionState, stateOf } from './change-promotion.ts';
import { holdPromotion } from './hold-promotion.ts';
import { evaluateAgain } from './queue-evaluation.ts';

/**
 * Queues the gate of a promotion again because the data of its verdict changed, and voids its approvals. With `revision`,
 * only if the promotion still has that revision: a later change was made on newer data. Returns its state after that.
 */
export async function markOutdated(
  ctx: Ctx,
  { id, revision }: { id: string; revision?: number },
  because: string,
): Promise<PromotionState> {
  return inTransaction(ctx, async (ctx) => {
    const { row } = await holdPromotion(ctx, id, true);
    const moved = revision !== undefined && row.revision !== revision;
    if (moved || nextStatus(row.status, 'outdated') === null) return stateOf(row);
    const again = await evaluateAgain(ctx, row, { event: 'outdated', because });
    await addStep(ctx, row.id, { kind: 'outdated', title: 'The verdict no longer holds', detail: because });
    await appendAudit(ctx, {
      action: 'promotion.outdated',
      object: { kind: 'promotion', id: row.id },
      detail: { because },
    });
    return stateOf(again);
  });
}
