import { and, eq } from 'drizzle-orm';
import { promotion } from '#db/schema/promotions.ts';
import { serving } from '#db/schema/prompts.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/faults.ts';
import { isUuid } from '#server/platform/ids.ts';
import type { PromotionStatus } from '#server/promotions/domain/promotion-machine.ts';

/** Where a promotion stands, and what serves its target. */
export type PromotionStand = { status: PromotionStatus; revision: number; servingId: string | null };

/** What an open page asks again and again: two rows by key, so that it may ask often. 404 where there is none. */
export async function readPromotionState(ctx: Ctx, id: string): Promise<PromotionStand> {
  if (!isUuid(id)) throw notFound();
  const [row] = await ctx.db
    .select({ status: promotion.status, revision: promotion.revision, servingId: serving.deploymentId })
    .from(promotion)
    .leftJoin(
      serving,
      and(eq(serving.promptId, promotion.promptId), eq(serving.environmentId, promotion.environmentId)),
    )
    .where(and(eq(promotion.id, id), eq(promotion.projectId, ctx.project.id)));
  if (!row) throw notFound();
  return row;
}
