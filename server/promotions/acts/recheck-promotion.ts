import { appendAudit } from '#server/audit/append-audit.ts';
import type { Ctx } from '#server/platform/context.ts';
import type { PromotionAct } from '#server/promotions/contract.ts';
import { addStep } from './add-step.ts';
import { changePromotion, type PromotionState } from './change-promotion.ts';
import { evaluateAgain } from './queue-evaluation.ts';

/** Runs the gate again with whatever evidence there is by now; approvals so far become void. 409 as the guard answers. */
export async function recheckPromotion(ctx: Ctx, input: PromotionAct): Promise<PromotionState> {
  return changePromotion(ctx, 'recheck', input, async (tx, { row }) => {
    const again = await evaluateAgain(tx, ctx, row, 'recheck', 'The gate was run again.');
    await addStep(tx, ctx, row.id, { kind: 'rechecked', title: 'Asked for the gate again', detail: input.reason });
    await appendAudit(tx, ctx, {
      action: 'promotion.recheck',
      object: { kind: 'promotion', id: row.id },
      detail: { reason: input.reason },
    });
    return again;
  });
}
