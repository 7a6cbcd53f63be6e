import { refusalOf } from '#server/platform/actions.ts';
import type { Ctx } from '#server/platform/context.ts';
import { askerOf, type HeldPromotion } from '#server/promotions/acts/hold-promotion.ts';
import {
  PERMISSION,
  PROMOTION_ACTIONS,
  type PromotionAction,
  promotionCan,
} from '#server/promotions/domain/promotion-can.ts';

export type ActionState = { code: string; message: string } | null;

/** For each action why the person who asks cannot take it now, or null: what disables the buttons. */
export function actionsOf(ctx: Ctx, held: Pick<HeldPromotion, 'facts'>): Record<PromotionAction, ActionState> {
  const asker = askerOf(ctx);
  const one = (action: PromotionAction): ActionState => {
    const refusal = refusalOf(PERMISSION[action], ctx.actor) ?? promotionCan[action](held.facts, asker);
    return refusal && { code: refusal.code, message: refusal.message };
  };
  const states = PROMOTION_ACTIONS.map((action) => [action, one(action)]);
  return Object.fromEntries(states) as Record<PromotionAction, ActionState>;
}
