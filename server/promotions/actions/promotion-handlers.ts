import { appendAudit } from '#server/audit/append-audit.ts';
import type { Action } from '#server/platform/actions.ts';
import type { Ctx } from '#server/platform/context.ts';
import type { PromotionAct } from '#server/promotions/contract.ts';
import { PERMISSION } from '#server/promotions/domain/promotion-can.ts';
import { addStep } from './add-step.ts';
import { approvePromotion } from './approve-promotion.ts';
import { changePromotion, movePromotion, type PromotionState } from './change-promotion.ts';
import { evaluateAgain } from './queue-evaluation.ts';
import { rollbackPromotion } from './rollback-promotion.ts';

type Act = (ctx: Ctx, input: PromotionAct) => Promise<PromotionState>;

/** What people do to a promotion, with its row of the authorization table: edge and pages offer exactly these. */
export const PROMOTION_ACTS = {
  approve: { action: PERMISSION.approve, act: approvePromotion },
  reject: { action: PERMISSION.reject, act: (ctx, input) => stopPromotion(ctx, 'reject', input) },
  cancel: { action: PERMISSION.cancel, act: (ctx, input) => stopPromotion(ctx, 'cancel', input) },
  recheck: { action: PERMISSION.recheck, act: recheckPromotion },
  pause: { action: PERMISSION.pause, act: (ctx, input) => moveRollout(ctx, 'pause', input) },
  resume: { action: PERMISSION.resume, act: (ctx, input) => moveRollout(ctx, 'resume', input) },
  advance: { action: PERMISSION.advance, act: (ctx, input) => moveRollout(ctx, 'advance', input) },
  rollback: { action: PERMISSION.rollback, act: rollbackPromotion },
} as const satisfies Record<string, { action: Action; act: Act }>;

/**
 * Pauses, resumes or advances a rollout. An immediate one is over in the moment it starts, so its guard always answers
 * 409 `wrong_status`, besides 404 and 409 `revision_conflict`.
 */
async function moveRollout(
  ctx: Ctx,
  how: 'pause' | 'resume' | 'advance',
  input: PromotionAct,
): Promise<PromotionState> {
  return changePromotion(ctx, { ...input, action: how }, async (_tx, { row }) => {
    throw new Error(`A rollout ${row.rollout.strategy} has no steps, yet its guard allowed ${how}.`);
  });
}

/** Runs the gate again with whatever evidence there is by now; approvals so far become void. 409 as the guard answers. */
async function recheckPromotion(ctx: Ctx, input: PromotionAct): Promise<PromotionState> {
  return changePromotion(ctx, { ...input, action: 'recheck' }, async (ctx, { row }) => {
    const again = await evaluateAgain(ctx, row, { event: 'recheck', because: 'The gate was run again.' });
    await addStep(ctx, row.id, { kind: 'rechecked', title: 'Asked for the gate again', detail: input.reason });
    await appendAudit(ctx, {
      action: 'promotion.recheck',
      object: { kind: 'promotion', id: row.id },
      detail: { reason: input.reason },
    });
    return again;
  });
}

const STOPS = {
  reject: { kind: 'rejected', title: 'Rejected' },
  cancel: { kind: 'cancelled', title: 'Cancelled' },
} as const;

/**
 * Ends a promotion before traffic moved: `reject` by a release manager, `cancel` by the requester or a release manager.
 * 403 and 409 as the guard answers.
 */
async function stopPromotion(ctx: Ctx, how: 'reject' | 'cancel', input: PromotionAct): Promise<PromotionState> {
  return changePromotion(ctx, { ...input, action: how }, async (ctx, { row }) => {
    const stopped = await movePromotion(ctx, row, { event: how });
    await addStep(ctx, row.id, { ...STOPS[how], detail: input.reason });
    await appendAudit(ctx, {
      action: `promotion.${how}`,
      object: { kind: 'promotion', id: row.id },
      detail: { reason: input.reason, was: row.status },
    });
    return stopped;
  });
}
