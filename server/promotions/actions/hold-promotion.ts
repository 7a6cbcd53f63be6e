import { and, eq } from 'drizzle-orm';
import { environment } from '#db/schema/projects.ts';
import { promotion } from '#db/schema/promotions.ts';
import { prompt, promptVersion } from '#db/schema/prompts.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/faults.ts';
import { isUuid } from '#server/platform/ids.ts';
import { standingBy } from '#server/promotions/domain/approvals.ts';
import { type PromotionCaller, type PromotionFacts, RELEASING } from '#server/promotions/domain/promotion-can.ts';
import { readStandings, type Standing } from '#server/promotions/reads/read-standings.ts';
import type { PromptType } from '#server/prompts/domain/content.ts';
import { type DeploymentRow, readServing } from '#server/prompts/read-serving.ts';

export type PromotionRow = typeof promotion.$inferSelect;

/** A promotion with what its guard looks at, read at one moment. */
export type HeldPromotion = Standing & {
  row: PromotionRow;
  prompt: { id: string; name: string; type: PromptType };
  environment: typeof environment.$inferSelect;
  version: typeof promptVersion.$inferSelect;
  serving: DeploymentRow | null;
  facts: PromotionFacts;
};

/** The requester, as the guard identifies people. */
export const callerOf = ({ actor }: Pick<Ctx, 'actor'>): PromotionCaller => ({
  kind: actor.kind,
  id: actor.id,
  releases: RELEASING.includes(actor.role),
});

/**
 * Reads a promotion and what decides about it. With `lock`, its row, the protection of its target and the roles of
 * the approvers stay as they are until the transaction ends: decisions run one after the other, and a demotion or a
 * weaker protection is committed before or after, never between.
 * 404 for anything that is no promotion of the project.
 */
export async function holdPromotion(ctx: Ctx, id: string, lock = false): Promise<HeldPromotion> {
  if (!isUuid(id)) throw notFound();
  const one = ctx.db
    .select()
    .from(promotion)
    .where(and(eq(promotion.id, id), eq(promotion.projectId, ctx.project.id)));
  const [row] = await (lock ? one.for('update') : one);
  if (!row) throw notFound();
  const both = ctx.db
    .select({
      prompt: { id: prompt.id, name: prompt.name, type: prompt.type },
      environment,
      version: promptVersion,
    })
    .from(promptVersion)
    .innerJoin(prompt, eq(prompt.id, promptVersion.promptId))
    .innerJoin(environment, eq(environment.id, row.environmentId))
    .where(eq(promptVersion.id, row.versionId));
  const [parts] = await (lock ? both.for('share', { of: environment }) : both);
  if (!parts) throw new Error(`Promotion ${id} has lost its version.`);
  const serving = await readServing(ctx, { promptId: row.promptId, environmentId: row.environmentId });
  const judgeable = { ...row, versionAuthor: parts.version.author };
  const standing = (await readStandings(ctx, [judgeable], lock))(row.id);
  return { row, ...parts, ...standing, serving, facts: factsOf(row, standing, serving) };
}

function factsOf(row: PromotionRow, { approvals, scope }: Standing, serving: DeploymentRow | null): PromotionFacts {
  return {
    status: row.status,
    requestedBy: row.requestedBy,
    involved: scope.involved,
    approvedBy: standingBy(approvals),
    serves: row.deploymentId !== null && serving?.id === row.deploymentId,
    hasPrevious: row.baselineDeploymentId !== null,
  };
}
