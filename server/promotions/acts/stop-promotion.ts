import { appendAudit } from '#server/audit/append-audit.ts';
import type { Ctx } from '#server/platform/context.ts';
import type { PromotionAct } from '#server/promotions/contract.ts';
import { addStep } from './add-step.ts';
import { changePromotion, movePromotion, type PromotionState } from './change-promotion.ts';

const STOPS = {
  reject: { kind: 'rejected', title: 'Rejected' },
  cancel: { kind: 'cancelled', title: 'Cancelled' },
} as const;

/**
 * Ends a promotion before traffic moved: `reject` by a release manager, `cancel` by the requester or a release manager.
 * 403 and 409 as the guard answers.
 */
export async function stopPromotion(ctx: Ctx, how: 'reject' | 'cancel', input: PromotionAct): Promise<PromotionState> {
  return changePromotion(ctx, how, input, async (tx, { row }) => {
    const stopped = await movePromotion(tx, ctx, row, how);
    await addStep(tx, ctx, row.id, { ...STOPS[how], detail: input.reason });
    await appendAudit(tx, ctx, {
      action: `promotion.${how}`,
      object: { kind: 'promotion', id: row.id },
      detail: { reason: input.reason, was: row.status },
    });
    return stopped;
  });
}
