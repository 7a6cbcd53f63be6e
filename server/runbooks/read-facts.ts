import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { budget } from '#db/schema/budgets.ts';
import { model } from '#db/schema/models.ts';
import { environment } from '#db/schema/projects.ts';
import { promotion } from '#db/schema/promotions.ts';
import { deployment, prompt, serving } from '#db/schema/prompts.ts';
import { readMessageChannels } from '#server/alerts/notify/channels/send-message.ts';
import { budgetName } from '#server/cost/domain/budget-scope.ts';
import type { Ctx, ReadCtx } from '#server/platform/context.ts';
import { readKeys } from '#server/projects/keys/read-keys.ts';
import { statusesBefore } from '#server/promotions/domain/promotion-machine.ts';
import { modelText } from '#server/prompts/domain/variant.ts';
import type { Facts, PlaceFact } from './domain/facts.ts';

/** What the project has now, as far as steps of runbooks name it. Seven reads by the index of the project. */
export async function readFacts(ctx: Pick<Ctx, 'db' | 'project' | 'clock'>): Promise<Facts> {
  const mine = ctx.project.id;
  const prompts = await ctx.db.select({ name: prompt.name }).from(prompt).where(eq(prompt.projectId, mine));
  const environments = await ctx.db
    .select({ name: environment.name })
    .from(environment)
    .where(eq(environment.projectId, mine));
  const budgets = await ctx.db
    .select({ scope: budget.scope, subject: budget.subject })
    .from(budget)
    .where(eq(budget.projectId, mine));
  return {
    prompts: new Set(prompts.map(({ name }) => name)),
    environments: new Set(environments.map(({ name }) => name)),
    places: await readPlaces(ctx),
    models: await readModels(ctx),
    budgets: new Set(budgets.map(budgetName)),
    channels: new Set((await readMessageChannels(ctx)).flatMap(({ name, enabled }) => (enabled ? [name] : []))),
    keys: new Set((await readKeys(ctx)).flatMap(({ name, status }) => (status === 'live' ? [name] : []))),
  };
}

/** The registered models with their dates and fallbacks. */
export const readModels = (ctx: ReadCtx) =>
  ctx.db
    .select({
      provider: model.provider,
      modelId: model.modelId,
      baseModel: model.baseModel,
      fallback: model.fallback,
      deprecationDate: model.deprecationDate,
      retirementDate: model.retirementDate,
    })
    .from(model)
    .where(eq(model.projectId, ctx.project.id))
    .orderBy(asc(model.provider), asc(model.modelId));

/**
 * Where prompts serve, by prompt and environment, with what served there before: one index scan of the history a place.
 * `at`: one place, or those of some prompts, only.
 */
export async function readPlaces(
  ctx: ReadCtx,
  at: { prompt?: string; environment?: string; prompts?: readonly string[] } = {},
): Promise<PlaceFact[]> {
  const before = sql<{ version: number; provider: string | null; model: string | null } | null>`(
    select jsonb_build_object('version', d.version, 'provider', d.provider, 'model', d.model)
    from deployment d where d.prompt_id = ${serving.promptId} and d.environment_id = ${serving.environmentId}
      and (d.since, d.seq) < (${deployment.since}, ${deployment.seq}) and d.kind <> 'imported'
      and d.variant_digest <> ${deployment.variantDigest}
    order by d.since desc, d.seq desc limit 1)`;
  const rows = await ctx.db
    .select({
      prompt: prompt.name,
      environment: environment.name,
      isProtected: environment.protected,
      version: deployment.version,
      provider: deployment.provider,
      model: deployment.model,
      deploymentId: deployment.id,
      since: deployment.since,
      promotionId: promotion.id,
      revision: promotion.revision,
      before,
    })
    .from(serving)
    .innerJoin(deployment, eq(deployment.id, serving.deploymentId))
    .innerJoin(prompt, eq(prompt.id, serving.promptId))
    .innerJoin(environment, eq(environment.id, serving.environmentId))
    .leftJoin(
      promotion,
      and(
        eq(promotion.id, deployment.promotionId),
        eq(promotion.deploymentId, deployment.id),
        inArray(promotion.status, statusesBefore('rollback')),
      ),
    )
    .where(
      and(
        eq(serving.projectId, ctx.project.id),
        at.prompt === undefined ? undefined : eq(prompt.name, at.prompt),
        at.prompts === undefined ? undefined : inArray(prompt.name, [...at.prompts]),
        at.environment === undefined ? undefined : eq(environment.name, at.environment),
      ),
    )
    .orderBy(asc(prompt.name), asc(environment.position));
  return rows.map(({ promotionId, revision, before: last, provider, model: id, ...place }) => ({
    ...place,
    model: modelText({ provider, model: id }),
    promotion: promotionId === null || revision === null ? null : { id: promotionId, revision },
    before: last === null ? null : { version: last.version, model: modelText(last) },
  }));
}
