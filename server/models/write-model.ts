import { eq, sql } from 'drizzle-orm';
import type { Tx } from '#db/client.ts';
import { model, modelPrice } from '#db/schema/models.ts';
import { recordChange } from '#server/audit/record-change.ts';
import type { Ctx } from '#server/platform/context.ts';
import { invalid } from '#server/platform/faults.ts';
import { newId } from '#server/platform/ids.ts';
import { canonicalJson } from '#server/prompts/domain/canonical.ts';
import type { ModelChange } from './contract.ts';
import { referenceProblem } from './domain/lineage.ts';
import { changedPrices, type Price, priceAt, priceText } from './domain/prices.ts';
import { columnsOf, priceOf } from './entry-columns.ts';
import type { ModelRow } from './find-model.ts';

/** Writes a new model and its prices. A first price is no price change, so it leaves no mark. */
export async function insertModel(
  tx: Tx,
  ctx: Ctx,
  key: { provider: string; modelId: string },
  entry: ModelChange,
): Promise<ModelRow> {
  const now = ctx.clock.now();
  const [row] = await tx
    .insert(model)
    .values({ id: newId(), projectId: ctx.project.id, ...key, ...columnsOf(entry), createdAt: now, updatedAt: now })
    .returning();
  if (!row) throw new Error('The model was not inserted.');
  await upsertPrices(tx, row.id, (entry.prices ?? []).map(priceOf));
  return row;
}

/** Writes what differs and says whether anything did. A changed price leaves a mark at the time it takes effect. */
export async function changeModel(
  tx: Tx,
  ctx: Ctx,
  row: ModelRow,
  known: readonly Price[],
  entry: ModelChange,
): Promise<boolean> {
  const before: Record<string, unknown> = row;
  const columns = Object.fromEntries(
    Object.entries(columnsOf(entry)).filter(([name, value]) => canonicalJson(value) !== canonicalJson(before[name])),
  );
  const prices = changedPrices(known, (entry.prices ?? []).map(priceOf));
  if (Object.keys(columns).length === 0 && prices.length === 0) return false;
  await tx
    .update(model)
    .set({ ...columns, updatedAt: ctx.clock.now() })
    .where(eq(model.id, row.id));
  await upsertPrices(tx, row.id, prices);
  for (const price of known.length === 0 ? [] : prices) await markPrice(tx, ctx, row, known, price);
  return true;
}

/** 422 where a base would make the model its own ancestor, or a fallback is the model itself. */
export async function checkReferences(
  tx: Tx,
  projectId: number,
  key: { provider: string; modelId: string },
  entry: ModelChange,
): Promise<void> {
  const nodes = entry.base_model
    ? await tx
        .select({ provider: model.provider, modelId: model.modelId, baseModel: model.baseModel })
        .from(model)
        .where(eq(model.projectId, projectId))
    : [];
  const problem = referenceProblem(nodes, key, { fallback: entry.fallback, baseModel: entry.base_model });
  if (problem) throw invalid(problem.path, problem.code, problem.message);
}

async function upsertPrices(tx: Tx, modelPk: string, prices: readonly Price[]): Promise<void> {
  if (prices.length === 0) return;
  const latest = new Map(prices.map((price) => [price.effectiveFrom.getTime(), { modelPk, ...price }]));
  await tx
    .insert(modelPrice)
    .values([...latest.values()])
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

async function markPrice(tx: Tx, ctx: Ctx, row: ModelRow, known: readonly Price[], price: Price): Promise<void> {
  const before = priceAt(known, price.effectiveFrom);
  const name = `${row.provider}/${row.modelId}`;
  await recordChange(tx, ctx, {
    at: price.effectiveFrom,
    kind: 'price',
    model: name,
    title: `${name}: ${before === null ? '' : `${priceText(before)} → `}${priceText(price)} per Mtok`,
    path: `/models/${encodeURIComponent(row.provider)}/${encodeURIComponent(row.modelId)}`,
  });
}
