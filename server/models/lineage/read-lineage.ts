import { asc, eq, sql } from 'drizzle-orm';
import { model } from '#db/schema/models.ts';
import { readServed, registeredAs, type Served } from '#server/models/read-served.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import { invalid, notFound } from '#server/platform/faults.ts';
import {
  buildGraph,
  graphAround,
  type LineageGraph,
  type LineageModel,
  type LineagePlace,
  modelNodeId,
  type Training,
  wholeGraph,
} from './domain/graph.ts';
import { type Serving, type Touched, walkDown } from './domain/walk.ts';

type Key = { provider: string; modelId: string };

/** The lineage of a project, or around one model. 404 for a model that is not registered. Two reads. */
export async function readLineage(ctx: ReadCtx, of: Key | null = null): Promise<LineageGraph> {
  const { models, places } = await readParts(ctx);
  if (of === null) return buildGraph(models, places);
  if (!models.some((row) => row.provider === of.provider && row.modelId === of.modelId)) throw notFound();
  return graphAround(buildGraph(models, places, of), modelNodeId(of));
}

/**
 * All that a node has touched, nearest first, and what of it serves, with the way there. 404 for a node that is not in
 * the project's lineage; 422 `lineage_cycle` with the nodes of a cycle below it.
 */
export async function walkLineage(
  ctx: ReadCtx,
  from: string,
): Promise<{ touched: readonly Touched[]; serving: readonly Serving[] }> {
  const { nodes, edges } = await readWholeLineage(ctx);
  if (!nodes.some(({ id }) => id === from)) throw notFound();
  const walk = walkDown(nodes, edges, from);
  if (walk.refused) throw invalid('/from', walk.refused.code, walk.refused.message);
  return walk;
}

/** The nodes and edges of all of a project's lineage: what is left out of a picture may be touched too. Two reads. */
export async function readWholeLineage(ctx: ReadCtx): Promise<Omit<LineageGraph, 'leftOut'>> {
  const { models, places } = await readLinks(ctx);
  return wholeGraph(models, places);
}

/** The models of a project as lineage needs them, by provider and id, and what serves of them. */
export async function readParts(
  ctx: ReadCtx,
): Promise<{ models: (LineageModel & { id: string; updatedAt: Date })[]; places: LineagePlace[] }> {
  const [rows, served] = await Promise.all([
    ctx.db
      .select({
        ...LINKS,
        id: model.id,
        displayName: model.displayName,
        owner: model.owner,
        training: model.training,
        updatedAt: model.updatedAt,
      })
      .from(model)
      .where(eq(model.projectId, ctx.project.id))
      .orderBy(asc(model.provider), asc(model.modelId)),
    readServed(ctx),
  ]);
  // Only what passed the schema of `training` is written.
  const models = rows.map((row) => ({ ...row, training: row.training as Training | null }));
  return { models, places: placesOf(models, served) };
}

/** The same without what a walk does not need: names, owners, config and metrics. */
async function readLinks(ctx: ReadCtx): Promise<{ models: LineageModel[]; places: LineagePlace[] }> {
  const [rows, served] = await Promise.all([
    ctx.db
      .select({
        ...LINKS,
        dataset: sql<string | null>`${model.training}->>'dataset'`,
        version: sql<string | null>`${model.training}->>'dataset_version'`,
      })
      .from(model)
      .where(eq(model.projectId, ctx.project.id)),
    readServed(ctx),
  ]);
  const models = rows.map(({ dataset, version, ...row }) => ({
    ...row,
    displayName: null,
    owner: null,
    training: dataset === null ? null : { dataset, ...(version === null ? {} : { dataset_version: version }) },
  }));
  return { models, places: placesOf(models, served) };
}

const LINKS = {
  provider: model.provider,
  modelId: model.modelId,
  baseModel: model.baseModel,
  moreBases: model.moreBases,
  baseModelRelation: model.baseModelRelation,
};

/** The places that serve a registered model. */
function placesOf(models: readonly LineageModel[], served: readonly Served[]): LineagePlace[] {
  const registered = registeredAs(models);
  return served.flatMap(({ prompt, version, environment, since, deploymentId, ...deployed }): LineagePlace[] => {
    const row = registered(deployed);
    return row === null ? [] : [{ model: row, prompt, version, environment, since, deploymentId }];
  });
}
