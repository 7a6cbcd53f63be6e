import type { Action } from '#server/platform/actions.ts';
import type { Ctx } from '#server/platform/context.ts';
import type { PromotionAct } from '#server/promotions/contract.ts';
import { approvePromotion } from './approve-promotion.ts';
import type { PromotionState } from './change-promotion.ts';
import { moveRollout } from './move-rollout.ts';
import { recheckPromotion } from './recheck-promotion.ts';
import { rollbackPromotion } from './rollback-promotion.ts';
import { stopPromotion } from './stop-promotion.ts';

type Act = (ctx: Ctx, input: PromotionAct) => Promise<PromotionState>;

/** What people do to a promotion, with its row of the authorization table: edge and pages offer exactly these. */
export const PROMOTION_ACTS = {
  approve: { action: 'promotion.approve', act: approvePromotion },
  reject: { action: 'promotion.reject', act: (ctx, input) => stopPromotion(ctx, 'reject', input) },
  cancel: { action: 'promotion.cancel', act: (ctx, input) => stopPromotion(ctx, 'cancel', input) },
  recheck: { action: 'promotion.recheck', act: recheckPromotion },
  pause: { action: 'promotion.rollback', act: (ctx, input) => moveRollout(ctx, 'pause', input) },
  resume: { action: 'promotion.rollback', act: (ctx, input) => moveRollout(ctx, 'resume', input) },
  advance: { action: 'promotion.rollback', act: (ctx, input) => moveRollout(ctx, 'advance', input) },
  rollback: { action: 'promotion.rollback', act: rollbackPromotion },
} as const satisfies Record<string, { action: Action; act: Act }>;
