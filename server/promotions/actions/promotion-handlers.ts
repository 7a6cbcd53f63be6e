import { appendAudit } from '#server/audit/append-audit.ts';
import type { Action } from '#server/platform/actions.ts';
import type { Ctx } from '#server/platform/context.ts';
import type { PromotionActionInput } from '#server/promotions/contract.ts';
import { PERMISSION, type PromotionAction } from '#server/promotions/domain/promotion-can.ts';
import { addStep } from './add-step.ts';
import { approvePromotion } from './approve-promotion.ts';
import { applyEvent, changePromotion, type PromotionState } from './change-promotion.ts';
import { evaluateAgain } from './queue-evaluation.ts';
import { rollbackPromotion } from './rollback-promotion.ts';

type Handle = (ctx: Ctx, input: PromotionActionInput) => Promise<PromotionState>;

/**
 * The handler of each action on a promotion, with its row of the authorization table. The edge and the pages derive their
 * routes and procedures from it. `override` has no handler of its own: it is `approve` with `override: true`.
 */
export const PROMOTION_HANDLERS = {
  approve: { permission: PERMISSION.approve, handle: approvePromotion },
  reject: { permission: PERMISSION.reject, handle: (ctx, input) => stopPromotion(ctx, 'reject', input) },
  cancel: { permission: PERMISSION.cancel, handle: (ctx, input) => stopPromotion(ctx, 'cancel', input) },
  recheck: { permission: PERMISSION.recheck, handle: recheckPromotion },
  pause: { permission: PERMISSION.pause, handle: (ctx, input) => steerRollout(ctx, 'pause', input) },
  resume: { permission: PERMISSION.resume, handle: (ctx, input) => steerRollout(ctx, 'resume', input) },
  advance: { permission: PERMISSION.advance, handle: (ctx, input) => steerRollout(ctx, 'advance', input) },
  rollback: { permission: PERMISSION.rollback, handle: rollbackPromotion },
} as const satisfies Record<Exclude<PromotionAction, 'override'>, { permission: Action; handle: Handle }>;

/**
 * Pauses, resumes or advances a rollout. An immediate one ends in the transaction that starts it, so the guard always
 * refuses with 409 `wrong_status`; besides 404 and 409 `revision_conflict`.
 */
async function steerRollout(
  ctx: Ctx,
  how: 'pause' | 'resume' | 'advance',
  input: PromotionActionInput,
): Promise<PromotionState> {
  return changePromotion(ctx, { ...input, action: how }, async (_tx, { row }) => {
    throw new Error(`A rollout ${row.rollout.strategy} has no steps, yet its guard allowed ${how}.`);
  });
}

/** Runs the gate again on the newest evidence and voids the approvals so far. 409 where the guard refuses. */
async function recheckPromotion(ctx: Ctx, input: PromotionActionInput): Promise<PromotionState> {
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
 * Ends a promotion before it is applied: `reject` by a release manager, `cancel` by the requester or a release manager.
 * 403 and 409 where the guard refuses.
 */
async function stopPromotion(ctx: Ctx, how: 'reject' | 'cancel', input: PromotionActionInput): Promise<PromotionState> {
  return changePromotion(ctx, { ...input, action: how }, async (ctx, { row }) => {
    const stopped = await applyEvent(ctx, row, { event: how });
    await addStep(ctx, row.id, { ...STOPS[how], detail: input.reason });
    await appendAudit(ctx, {
      action: `promotion.${how}`,
      object: { kind: 'promotion', id: row.id },
      detail: { reason: input.reason, was: row.status },
    });
    return stopped;
  });
}
