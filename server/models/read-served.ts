import { and, asc, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import { model } from '#db/schema/models.ts';
import { environment } from '#db/schema/projects.ts';
import { deployment, prompt, serving } from '#db/schema/prompts.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import type { ModelRow } from './find-model.ts';

export type DeployedTo = {
  prompt: string;
  environment: string;
  version: number;
  since: Date;
  deploymentId: string;
  /** The actor who deployed it. */
  owner: string;
};

/** A place where something serves, with the model as its deployment names it. */
export type Served = DeployedTo & { provider: string | null; model: string; promptId: string };

/** Every serving deployment that names a model, by prompt and environment; `ids`: only models with these bare ids. */
export const readServed = (ctx: ReadCtx, ids?: readonly string[]): Promise<Served[]> =>
  ctx.db
    .select({
      provider: deployment.provider,
      model: sql<string>`${deployment.model}`,
      promptId: prompt.id,
      prompt: prompt.name,
      environment: environment.name,
      version: deployment.version,
      since: deployment.since,
      deploymentId: deployment.id,
      owner: sql<string>`${deployment.actor}->>'name'`,
    })
    .from(serving)
    .innerJoin(deployment, eq(deployment.id, serving.deploymentId))
    .innerJoin(prompt, eq(prompt.id, serving.promptId))
    .innerJoin(environment, eq(environment.id, serving.environmentId))
    .where(
      and(
        eq(serving.projectId, ctx.project.id),
        isNotNull(deployment.model),
        ids === undefined ? undefined : inArray(deployment.model, [...ids]),
      ),
    )
    .orderBy(asc(prompt.name), asc(environment.position));

/** The models that serve, as deployments name them, each once. */
export const readServedNames = (ctx: ReadCtx): Promise<{ provider: string | null; model: string }[]> =>
  ctx.db
    .selectDistinct({ provider: deployment.provider, model: sql<string>`${deployment.model}` })
    .from(serving)
    .innerJoin(deployment, eq(deployment.id, serving.deploymentId))
    .where(and(eq(serving.projectId, ctx.project.id), isNotNull(deployment.model)));

type Named = { provider: string; modelId: string };

/**
 * The registered model of each deployed name: the model of that provider and id; a bare id counts where one provider has
 * it. Null where it is not registered, or several have it.
 */
export function registeredAs<R extends Named>(
  rows: readonly R[],
): (deployed: { provider: string | null; model: string }) => R | null {
  const byId = Map.groupBy(rows, (row) => row.modelId);
  return ({ provider, model: id }) => {
    const namesakes = byId.get(id) ?? [];
    if (provider !== null) return namesakes.find((row) => row.provider === provider) ?? null;
    return namesakes.length === 1 ? (namesakes[0] ?? null) : null;
  };
}

/** The registered models with one of these bare ids, whatever their provider. */
export const readNamesakes = (ctx: ReadCtx, ids: readonly string[]) =>
  ctx.db
    .select({ id: model.id, provider: model.provider, modelId: model.modelId })
    .from(model)
    .where(and(eq(model.projectId, ctx.project.id), inArray(model.modelId, [...ids])));

/** Where each of the models serves now, by row id. Two queries. */
export async function readDeployed(ctx: ReadCtx, rows: readonly ModelRow[]): Promise<Map<string, DeployedTo[]>> {
  const ids = [...new Set(rows.map((row) => row.modelId))];
  const [found, namesakes] = await Promise.all([readServed(ctx, ids), readNamesakes(ctx, ids)]);
  const registered = registeredAs(namesakes);
  const places = new Map<string, DeployedTo[]>();
  for (const { provider, model: id, promptId: _, ...at } of found) {
    const row = registered({ provider, model: id });
    if (row !== null) places.set(row.id, [...(places.get(row.id) ?? []), at]);
  }
  return places;
}
