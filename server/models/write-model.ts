import { eq, sql } from 'drizzle-orm';
import { model, modelPrice } from '#db/schema/models.ts';
import { recordChange } from '#server/audit/record-change.ts';
import type { DbCtx, ReadCtx } from '#server/platform/context.ts';
import { invalid } from '#server/platform/faults.ts';
import { newId } from '#server/platform/ids.ts';
import type { InTx } from '#server/platform/in-transaction.ts';
import { enqueue } from '#server/platform/jobs/jobs.ts';
import { canonicalJson } from '#server/prompts/domain/canonical.ts';
import type { ModelChange, ModelEntry } from './contract.ts';
import { baseProblem, basesOf, fallbackProblem, findIn, relationProblem } from './domain/lineage.ts';
import { changedPrices, type Price, priceAt, priceText } from './domain/prices.ts';
import { basesIn, columnsOf, priceOf } from './entry-columns.ts';
import type { ModelRow } from './find-model.ts';
import type { BaseRelation } from './lineage/domain/walk.ts';

/** Rows that a statement writes: each has a dozen parameters, and a statement may have 65,535. */
const CHUNK = 1_000;

/** Writes new models and their prices, in few statements. A first price is no price change, so it writes no mark. */
export async function insertModels(ctx: InTx, entries: readonly ModelEntry[]): Promise<ModelRow[]> {
  const now = ctx.clock.now();
  const made = entries.map(({ provider, model_id: modelId, ...entry }) => {
    const row = { id: newId(), projectId: ctx.project.id, provider, modelId, createdAt: now, updatedAt: now };
    return { row: { ...row, ...columnsOf(entry) }, prices: (entry.prices ?? []).map(priceOf) };
  });
  const rows: ModelRow[] = [];
  for (const chunk of chunksOf(made)) {
    rows.push(
      ...(await ctx.db
        .insert(model)
        .values(chunk.map(({ row }) => row))
        .returning()),
    );
  }
  await upsertPrices(
    ctx,
    made.flatMap(({ row, prices }) => prices.map((price) => ({ modelPk: row.id, ...price }))),
  );
  if (entries.some(({ training }) => training?.dataset)) await notifyTrained(ctx);
  return rows;
}

/** Tells the features to the right that a model names a training dataset, whose items golden sets should not share. */
const notifyTrained = (ctx: InTx): Promise<void> =>
  enqueue(ctx, 'model.trained', { projectId: ctx.project.id }, { key: `model.trained:${ctx.project.id}` });

function* chunksOf<T>(rows: readonly T[]): Generator<T[]> {
  for (let i = 0; i < rows.length; i += CHUNK) yield rows.slice(i, i + CHUNK);
}

/** Writes what differs and returns whether anything did. A changed price writes a mark at the time it takes effect. */
export async function changeModel(
  ctx: InTx,
  { row, known, entry }: { row: ModelRow; known: readonly Price[]; entry: ModelChange },
): Promise<boolean> {
  const before: Record<string, unknown> = row;
  const columns = Object.fromEntries(
    Object.entries(columnsOf(entry)).filter(([name, value]) => canonicalJson(value) !== canonicalJson(before[name])),
  );
  const prices = changedPrices(known, (entry.prices ?? []).map(priceOf));
  if (Object.keys(columns).length === 0 && prices.length === 0) return false;
  await ctx.db
    .update(model)
    .set({ ...columns, updatedAt: ctx.clock.now() })
    .where(eq(model.id, row.id));
  await upsertPrices(
    ctx,
    prices.map((price) => ({ modelPk: row.id, ...price })),
  );
  if (columns.training) await notifyTrained(ctx);
  for (const price of known.length === 0 ? [] : prices) await markPrice(ctx, { row, known, price });
  return true;
}

/** First half of the advisory lock of a project's lineage: two changes could close a cycle together. An arbitrary constant. */
const LINEAGE = 4_079;

/** Waits until no other transaction changes bases in this project, and keeps others waiting until this one ends. */
export async function lockLineage(ctx: InTx<ReadCtx>): Promise<void> {
  await ctx.db.execute(sql`select pg_advisory_xact_lock(${LINEAGE}::int4, ${ctx.project.id}::int4)`);
}

/**
 * 422 that names a base which does not exist or was itself made from the model, a relation that does not fit, or a
 * fallback that is the model itself. `before`: the row that is changed.
 */
export async function checkReferences(
  ctx: InTx<ReadCtx>,
  key: { provider: string; modelId: string },
  entry: ModelChange,
  before: ModelRow | null = null,
): Promise<void> {
  const given = basesIn(entry);
  const problem =
    fallbackProblem(key, entry.fallback) ??
    relationProblem(...basesAfter(before, entry)) ??
    (given === undefined || given.length === 0 ? null : baseProblem(await readFinder(ctx, key, given), key, given));
  if (problem) throw invalid(problem.path, problem.code, problem.message);
}

/** The bases of a model and the relation to them that was said, once it is changed so. */
export function basesAfter(before: ModelRow | null, entry: ModelChange): [string[], BaseRelation | null] {
  const bases = basesIn(entry) ?? (before === null ? [] : basesOf(before));
  const { base_model_relation: said } = entry;
  if (said !== undefined) return [bases, said];
  return [bases, bases.length === 0 ? null : (before?.baseModelRelation ?? null)];
}

/** Finds the project's models as they are once this one has these bases. Changes of bases wait for each other. */
async function readFinder(ctx: InTx<ReadCtx>, self: { provider: string; modelId: string }, bases: readonly string[]) {
  await lockLineage(ctx);
  const rows = await ctx.db
    .select({
      provider: model.provider,
      modelId: model.modelId,
      baseModel: model.baseModel,
      moreBases: model.moreBases,
    })
    .from(model)
    .where(eq(model.projectId, ctx.project.id));
  const others = rows.filter(({ provider, modelId }) => provider !== self.provider || modelId !== self.modelId);
  return findIn([...others, { ...self, baseModel: bases[0] ?? null, moreBases: bases.slice(1) }]);
}

/** Of two prices of one model and time, the last one in the list is stored. */
async function upsertPrices(ctx: InTx<DbCtx>, prices: readonly (Price & { modelPk: string })[]): Promise<void> {
  const latest = new Map(prices.map((price) => [`${price.modelPk} ${price.effectiveFrom.getTime()}`, price]));
  for (const chunk of chunksOf([...latest.values()])) {
    await ctx.db
      .insert(modelPrice)
      .values(chunk)
      .onConflictDoUpdate({
        target: [modelPrice.modelPk, modelPrice.effectiveFrom],
        set: {
          inputPerMtok: sql`excluded.input_per_mtok`,
          outputPerMtok: sql`excluded.output_per_mtok`,
          cachedInputPerMtok: sql`excluded.cached_input_per_mtok`,
          cacheWritePerMtok: sql`excluded.cache_write_per_mtok`,
        },
      });
  }
}

async function markPrice(
  ctx: InTx,
  { row, known, price }: { row: ModelRow; known: readonly Price[]; price: Price },
): Promise<void> {
  const before = priceAt(known, price.effectiveFrom);
  const name = `${row.provider}/${row.modelId}`;
  await recordChange(ctx, {
    at: price.effectiveFrom,
    kind: 'price',
    model: name,
    title: `${name}: ${before === null ? '' : `${priceText(before)} → `}${priceText(price)} per Mtok`,
    path: `/models/${encodeURIComponent(row.provider)}/${encodeURIComponent(row.modelId)}`,
  });
}
