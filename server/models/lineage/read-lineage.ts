import { asc, eq } from 'drizzle-orm';
import { model } from '#db/schema/models.ts';
import { readServed, registeredAs } from '#server/models/read-served.ts';
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
  const { nodes, edges } = await readLineage(ctx);
  if (!nodes.some(({ id }) => id === from)) throw notFound();
  const walk = walkDown(nodes, edges, from);
  if (walk.refused) throw invalid('/from', walk.refused.code, walk.refused.message);
  return walk;
}

/** The models of a project as lineage needs them, by provider and id, and what serves of them. */
export async function readParts(
  ctx: ReadCtx,
): Promise<{ models: (LineageModel & { id: string; updatedAt: Date })[]; places: LineagePlace[] }> {
  const [rows, served] = await Promise.all([
    ctx.db
      .select({
        id: model.id,
        provider: model.provider,
        modelId: model.modelId,
        displayName: model.displayName,
        owner: model.owner,
        baseModel: model.baseModel,
        moreBases: model.moreBases,
        baseModelRelation: model.baseModelRelation,
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
  const registered = registeredAs(models);
  const places = served.flatMap(
    ({ prompt, version, environment, since, deploymentId, ...deployed }): LineagePlace[] => {
      const row = registered(deployed);
      return row === null ? [] : [{ model: row, prompt, version, environment, since, deploymentId }];
    },
  );
  return { models, places };
}
