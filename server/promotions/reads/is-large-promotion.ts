import { and, eq } from 'drizzle-orm';
import { promotion } from '#db/schema/promotions.ts';
import { deployment, prompt } from '#db/schema/prompts.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import { isUuid } from '#server/platform/ids.ts';
import { isLargeDiff } from '#server/prompts/large-diff.ts';

/** Whether showing a promotion compares so much text that it keeps a process. A few rows by primary and unique keys. */
export async function isLargePromotion(ctx: ReadCtx, id: string): Promise<boolean> {
  if (!isUuid(id)) return false;
  const [found] = await ctx.db
    .select({ prompt: prompt.name, version: promotion.version, before: deployment.version })
    .from(promotion)
    .innerJoin(prompt, eq(prompt.id, promotion.promptId))
    .leftJoin(deployment, eq(deployment.id, promotion.baselineDeploymentId))
    .where(and(eq(promotion.id, id), eq(promotion.projectId, ctx.project.id)));
  return found !== undefined && isLargeDiff(ctx, found.prompt, [found.version, found.before ?? found.version]);
}
