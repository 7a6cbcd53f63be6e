import { promotionStep } from '#db/schema/promotions.ts';
import { actorRecord, type Ctx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import type { InTx } from '#server/platform/in-transaction.ts';
import type { StepKind } from '#server/promotions/domain/step-kind.ts';

/** Adds one line to a promotion's timeline, in the transaction of what happened. */
export async function addStep(
  ctx: InTx<Pick<Ctx, 'clock' | 'actor'>>,
  promotionId: string,
  step: { kind: StepKind; title: string; detail?: string },
): Promise<void> {
  await ctx.db.insert(promotionStep).values({
    id: newId(),
    promotionId,
    at: ctx.clock.now(),
    kind: step.kind,
    title: step.title,
    detail: step.detail ?? '',
    actor: actorRecord(ctx.actor),
  });
}
