import { and, eq, inArray } from 'drizzle-orm';
import { promotion } from '#db/schema/promotions.ts';
import { readPolicy } from '#server/gates/read-policy.ts';
import { readVerdict } from '#server/gates/read-verdict.ts';
import type { Ctx } from '#server/platform/context.ts';
import { statusesBefore } from '#server/promotions/domain/promotion-machine.ts';
import { markOutdated } from './mark-outdated.ts';

/**
 * Sends every open promotion of a prompt back to its gate where the verdict is of an earlier policy. Runs again
 * harmlessly: a verdict of the present policy stays.
 */
export async function voidVerdicts(ctx: Ctx, { promptId }: { promptId: string }): Promise<void> {
  const open = await ctx.db
    .select({ id: promotion.id, revision: promotion.revision, verdictId: promotion.gateVerdictId })
    .from(promotion)
    .where(
      and(
        eq(promotion.projectId, ctx.project.id),
        eq(promotion.promptId, promptId),
        inArray(promotion.status, statusesBefore('apply')),
      ),
    );
  const policy = await readPolicy(ctx, promptId);
  for (const { id, revision, verdictId } of open) {
    const verdict = verdictId === null ? null : await readVerdict(ctx, verdictId);
    if (verdict?.policyRevision !== policy.revision) {
      await markOutdated(ctx, { id, revision }, 'The gate policy changed.');
    }
  }
}
