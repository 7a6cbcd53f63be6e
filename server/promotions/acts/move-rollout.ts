import type { Ctx } from '#server/platform/context.ts';
import type { PromotionAct } from '#server/promotions/contract.ts';
import { changePromotion, type PromotionState } from './change-promotion.ts';

/**
 * Pauses, resumes or advances a rollout. An immediate one is over in the moment it starts, so its guard always answers
 * 409 `wrong_status`, besides 404 and 409 `revision_conflict`.
 */
export async function moveRollout(
  ctx: Ctx,
  how: 'pause' | 'resume' | 'advance',
  input: PromotionAct,
): Promise<PromotionState> {
  return changePromotion(ctx, how, input, async (_tx, { row }) => {
    throw new Error(`A rollout ${row.rollout.strategy} has no steps, yet its guard allowed ${how}.`);
  });
}
