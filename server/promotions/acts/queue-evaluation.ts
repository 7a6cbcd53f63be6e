import { and, eq, isNull } from 'drizzle-orm';
import type { Tx } from '#db/client.ts';
import { approval } from '#db/schema/promotions.ts';
import type { Ctx } from '#server/platform/context.ts';
import { enqueue } from '#server/platform/jobs/jobs.ts';
import { movePromotion } from './change-promotion.ts';
import type { PromotionRow } from './hold-promotion.ts';

/** Asks the worker for the gate of a promotion as it stands; a job for an earlier revision then finds itself outdated. */
export async function queueEvaluation(tx: Tx, row: PromotionRow): Promise<void> {
  const payload = { projectId: row.projectId, promotionId: row.id, revision: row.revision };
  const queue = `promotion.evaluate:${row.projectId}`;
  await enqueue(tx, 'promotion.evaluate', payload, { key: `promotion.evaluate:${row.id}`, queue });
}

/** Sends a promotion back to its gate: the verdict no longer holds, so neither does any approval bound to it. */
export async function evaluateAgain(
  tx: Tx,
  ctx: Pick<Ctx, 'clock'>,
  row: PromotionRow,
  event: 'recheck' | 'outdated',
  because: string,
): Promise<PromotionRow> {
  await tx
    .update(approval)
    .set({ voidedAt: ctx.clock.now(), voidedBecause: because })
    .where(and(eq(approval.promotionId, row.id), isNull(approval.voidedAt)));
  const moved = await movePromotion(tx, ctx, row, event);
  await queueEvaluation(tx, moved);
  return moved;
}
