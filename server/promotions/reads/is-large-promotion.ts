import { and, eq } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { promotion } from '#db/schema/promotions.ts';
import { deployment, prompt, serving } from '#db/schema/prompts.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import { isUuid } from '#server/platform/ids.ts';
import { comparedWith } from '#server/promotions/domain/compared-with.ts';
import { isLargeDiff } from '#server/prompts/large-diff.ts';

/** Whether showing a promotion compares so much text that it keeps a process. A few rows by primary and unique keys. */
export async function isLargePromotion(ctx: ReadCtx, id: string): Promise<boolean> {
  if (!isUuid(id)) return false;
  const baseline = alias(deployment, 'baseline');
  const now = alias(deployment, 'now');
  const [found] = await ctx.db
    .select({
      prompt: prompt.name,
      version: promotion.version,
      gateVerdictId: promotion.gateVerdictId,
      deploymentId: promotion.deploymentId,
      baseline: baseline.version,
      serving: now.version,
    })
    .from(promotion)
    .innerJoin(prompt, eq(prompt.id, promotion.promptId))
    .leftJoin(baseline, eq(baseline.id, promotion.baselineDeploymentId))
    .leftJoin(
      serving,
      and(eq(serving.promptId, promotion.promptId), eq(serving.environmentId, promotion.environmentId)),
    )
    .leftJoin(now, eq(now.id, serving.deploymentId))
    .where(and(eq(promotion.id, id), eq(promotion.projectId, ctx.project.id)));
  return (
    found !== undefined && isLargeDiff(ctx, found.prompt, [found.version, comparedWith(found, found) ?? found.version])
  );
}
