import { appendAudit } from '#server/audit/append-audit.ts';
import type { Ctx } from '#server/platform/context.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { nextStatus } from '#server/promotions/domain/promotion-machine.ts';
import { addStep } from './add-step.ts';
import { type PromotionState, stateOf } from './change-promotion.ts';
import { holdPromotion } from './hold-promotion.ts';
import { evaluateAgain } from './queue-evaluation.ts';

/**
 * Sends a promotion back to its gate because what the verdict stands on changed; approvals become void. With `revision`,
 * only if it still stands there: whoever moved it since decided on newer facts. Says where it stands now.
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
