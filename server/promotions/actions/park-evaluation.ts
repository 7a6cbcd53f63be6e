import { appendAudit } from '#server/audit/append-audit.ts';
import type { Ctx } from '#server/platform/context.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { addStep } from './add-step.ts';
import { applyEvent } from './change-promotion.ts';
import { holdPromotion } from './hold-promotion.ts';

/**
 * Sets a promotion whose evaluation job was parked from `evaluating` to `needs_evidence`, without a verdict, until a
 * person rechecks or cancels it. Without a verdict an override is refused with 409 `gate_outdated`, and the gate runs
 * again. A promotion that no longer has `revision` is not changed.
 */
export async function parkEvaluation(
  ctx: Ctx,
  input: { promotionId: string; revision: number; reason: string },
): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const { row } = await holdPromotion(ctx, input.promotionId, true);
    if (row.status !== 'evaluating' || row.revision !== input.revision) return;
    await applyEvent(ctx, row, { event: 'gate_inconclusive', changes: { gateVerdictId: null } });
    const detail = `The gate was given up: ${input.reason} Recheck it.`;
    await addStep(ctx, row.id, { kind: 'gate', title: 'The gate could not be run', detail });
    await appendAudit(ctx, {
      action: 'promotion.evaluate',
      object: { kind: 'promotion', id: row.id },
      detail: { given_up: input.reason },
    });
  });
}
