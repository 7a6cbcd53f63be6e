import { and, eq, inArray } from 'drizzle-orm';
import { environment } from '#db/schema/projects.ts';
import { deployment, serving } from '#db/schema/prompts.ts';
import type { ReadCtx } from '#server/platform/context.ts';

export type DeploymentRow = typeof deployment.$inferSelect;

/** What serves a prompt in an environment now, or null. Two rows by primary key. */
export async function readServing(
  ctx: ReadCtx,
  { promptId, environmentId }: { promptId: string; environmentId: string },
): Promise<DeploymentRow | null> {
  const [row] = await ctx.db
    .select({ deployment })
    .from(serving)
    .innerJoin(deployment, eq(deployment.id, serving.deploymentId))
    .where(
      and(
        eq(serving.projectId, ctx.project.id),
        eq(serving.promptId, promptId),
        eq(serving.environmentId, environmentId),
      ),
    );
  return row?.deployment ?? null;
}

/** What serves in one environment of a prompt, as every screen and route shows it. */
export type ServingRow = {
  promptId: string;
  environment: string;
  deploymentId: string;
  version: number;
  provider: string | null;
  model: string | null;
  variantDigest: string;
  since: Date;
  actor: DeploymentRow['actor'];
  promotionId: string | null;
};

/** What serves now for several prompts, all their environments. One index scan of `serving` a prompt. */
export async function readServingOf(ctx: ReadCtx, promptIds: readonly string[]): Promise<ServingRow[]> {
  if (promptIds.length === 0) return [];
  return ctx.db
    .select({
      promptId: serving.promptId,
      environment: environment.name,
      deploymentId: deployment.id,
      version: deployment.version,
      provider: deployment.provider,
      model: deployment.model,
      variantDigest: deployment.variantDigest,
      since: deployment.since,
      actor: deployment.actor,
      promotionId: deployment.promotionId,
    })
    .from(serving)
    .innerJoin(deployment, eq(deployment.id, serving.deploymentId))
    .innerJoin(environment, eq(environment.id, serving.environmentId))
    .where(and(eq(serving.projectId, ctx.project.id), inArray(serving.promptId, [...promptIds])));
}
