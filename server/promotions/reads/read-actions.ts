import { type Action, refusalOf } from '#server/platform/actions.ts';
import type { Ctx } from '#server/platform/context.ts';
import { askerOf, type HeldPromotion } from '#server/promotions/acts/hold-promotion.ts';
import { PROMOTION_ACTIONS, type PromotionAction, promotionCan } from '#server/promotions/domain/promotion-can.ts';

/** Row of the authorization table behind each action on a promotion. */
const TABLE: Record<PromotionAction, Action> = {
  approve: 'promotion.approve',
  override: 'promotion.approve',
  reject: 'promotion.reject',
  cancel: 'promotion.cancel',
  recheck: 'promotion.recheck',
  pause: 'promotion.rollback',
  resume: 'promotion.rollback',
  advance: 'promotion.rollback',
  rollback: 'promotion.rollback',
};

export type ActionState = { code: string; message: string } | null;

/** For each action why the person who asks cannot take it now, or null: what disables the buttons. */
export function actionsOf(ctx: Ctx, held: Pick<HeldPromotion, 'facts'>): Record<PromotionAction, ActionState> {
  const asker = askerOf(ctx);
  const one = (action: PromotionAction): ActionState => {
    const refusal = refusalOf(TABLE[action], ctx.actor) ?? promotionCan[action](held.facts, asker);
    return refusal && { code: refusal.code, message: refusal.message };
  };
  const states = PROMOTION_ACTIONS.map((action) => [action, one(action)]);
  return Object.fromEntries(states) as Record<PromotionAction, ActionState>;
}
