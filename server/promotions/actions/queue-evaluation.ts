import { and, eq, isNull } from 'drizzle-orm';
import { approval } from '#db/schema/promotions.ts';
import type { Ctx, DbCtx } from '#server/platform/context.ts';
import type { InTx } from '#server/platform/in-transaction.ts';
import { enqueue } from '#server/platform/jobs/jobs.ts';
import { applyEvent } from './change-promotion.ts';
import type { PromotionRow } from './hold-promotion.ts';

/** Asks the worker for the gate of a promotion as it stands; a job for an earlier revision then finds itself outdated. */
export async function queueEvaluation(ctx: InTx<DbCtx>, row: PromotionRow): Promise<void> {
  const payload = { projectId: row.projectId, promotionId: row.id, revision: row.revision };
  const queue = `promotion.evaluate:${row.projectId}`;
  await enqueue(ctx, 'promotion.evaluate', payload, { key: `promotion.evaluate:${row.id}`, queue });
}

/** Sends a promotion back to its gate: the verdict no longer holds, so neither does any approval bound to it. */
export async function evaluateAgain(
  ctx: InTx<Pick<Ctx, 'clock'>>,
  row: PromotionRow,
  { event, because }: { event: 'recheck' | 'outdated'; because: string },
): Promise<PromotionRow> {
  await ctx.db
    .update(approval)
    .set({ voidedAt: ctx.clock.now(), voidedBecause: because })
    .where(and(eq(approval.promotionId, row.id), isNull(approval.voidedAt)));
  const moved = await applyEvent(ctx, row, { event });
  await queueEvaluation(ctx, moved);
  return moved;
}
