import { eq, sql } from 'drizzle-orm';
import { model } from '#db/schema/models.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import { invalid } from '#server/platform/faults.ts';
import type { InTx } from '#server/platform/in-transaction.ts';
import type { ModelChange } from './contract.ts';
import { fallbackProblem, type NodeWithFallback } from './domain/fallback-chain.ts';
import { baseProblem, basesOf, type Finder, findIn, type Name, type Node, relationProblem } from './domain/lineage.ts';
import { basesIn } from './entry-columns.ts';
import type { ModelRow } from './find-model.ts';
import type { BaseRelation } from './lineage/domain/walk.ts';

/** First half of the advisory lock for changes of what a project's models refer to. An arbitrary constant. */
const REFERENCES_LOCK = 1_206;

/**
 * Waits until no other transaction changes bases or fallbacks in this project, and keeps others waiting until this one
 * ends: of two concurrent requests neither would see a cycle, and both together would close one.
 */
export async function lockReferences(ctx: InTx<ReadCtx>): Promise<void> {
  await ctx.db.execute(sql`select pg_advisory_xact_lock(${REFERENCES_LOCK}::int4, ${ctx.project.id}::int4)`);
}

/**
 * 422 that names a base which does not exist or was itself made from the model, a relation that does not fit, or a chain
 * of fallbacks that returns to the model. `before`: the row that is changed.
 */
export async function checkReferences(
  ctx: InTx<ReadCtx>,
  key: Name,
  entry: ModelChange,
  before: ModelRow | null = null,
): Promise<void> {
  const refers = entry.base_model || entry.fallback;
  if (refers) await lockReferences(ctx);
  const finder = findIn(refers ? nodesAfter(await readReferences(ctx), [{ ...key, entry }]) : []);
  const problem = referenceProblem(finder, key, { entry, before });
  if (problem) throw invalid(problem.path, problem.code, problem.message);
}

type Referring = Node & NodeWithFallback;

/** The first problem of what an entry refers to, or null. `finder` knows the models as they are once it is written. */
export function referenceProblem(
  finder: Finder<Referring>,
  key: Name,
  { entry, before }: { entry: ModelChange; before: ModelRow | null },
) {
  const [bases, relation] = basesAfter(before, entry);
  return (
    fallbackProblem(finder, key, entry.fallback) ??
    relationProblem(bases, relation) ??
    (basesIn(entry) === undefined ? null : baseProblem(finder, key, bases))
  );
}

/** The bases of a model and the relation to them that was said, once it is changed so. */
function basesAfter(before: ModelRow | null, entry: ModelChange): [string[], BaseRelation | null] {
  const bases = basesIn(entry) ?? (before === null ? [] : basesOf(before));
  const { base_model_relation: said } = entry;
  if (said !== undefined) return [bases, said];
  return [bases, bases.length === 0 ? null : (before?.baseModelRelation ?? null)];
}

/** What the models of the project refer to once these entries are written. */
export function nodesAfter(
  rows: readonly Referring[],
  entries: readonly (Name & { entry: ModelChange })[],
): Referring[] {
  const nodes = new Map<string, Referring>(rows.map((row) => [`${row.provider}/${row.modelId}`, row]));
  for (const { provider, modelId, entry } of entries) {
    const name = `${provider}/${modelId}`;
    const before = nodes.get(name);
    const bases = basesIn(entry) ?? (before ? basesOf(before) : []);
    const fallback = entry.fallback === undefined ? (before?.fallback ?? null) : entry.fallback;
    nodes.set(name, { provider, modelId, baseModel: bases[0] ?? null, moreBases: bases.slice(1), fallback });
  }
  return [...nodes.values()];
}

const readReferences = (ctx: InTx<ReadCtx>): Promise<Referring[]> =>
  ctx.db
    .select({
      provider: model.provider,
      modelId: model.modelId,
      baseModel: model.baseModel,
      moreBases: model.moreBases,
      fallback: model.fallback,
    })
    .from(model)
    .where(eq(model.projectId, ctx.project.id));
