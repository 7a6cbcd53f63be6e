import { appendAudit } from '#server/audit/append-audit.ts';
import type { Ctx } from '#server/platform/context.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { addStep } from './add-step.ts';
import { applyEvent } from './change-promotion.ts';
import { holdPromotion } from './hold-promotion.ts';

/**
 * Takes a promotion out of `evaluating` whose gate was given up: it needs evidence, without a verdict, until somebody
 * rechecks or withdraws it. It cannot be overridden as it is, since there is nothing to decide on. A promotion that has
 * left `revision` behind is not touched.
 */
export async function parkEvaluation(
  ctx: Ctx,
  input: { promotionId: string; revision: number; reason: string },
): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const { row } = await holdPromotion(ctx, input.promotionId, true);
    if (row.status !== 'evaluating' || row.revision !== input.revision) return;
    await applyEvent(ctx, row, { event: 'gate_inconclusive', changes: { gateVerdictId: null } });
    const detail = `The gate was given up: ${input.reason} Ask for it again.`;
    await addStep(ctx, row.id, { kind: 'gate', title: 'The gate could not be run', detail });
    await appendAudit(ctx, {
      action: 'promotion.evaluate',
      object: { kind: 'promotion', id: row.id },
      detail: { given_up: input.reason },
    });
  });
}
