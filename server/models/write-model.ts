import { eq, sql } from 'drizzle-orm';
import { model, modelPrice } from '#db/schema/models.ts';
import { recordChange } from '#server/audit/record-change.ts';
import type { DbCtx, ReadCtx } from '#server/platform/context.ts';
import { invalid } from '#server/platform/faults.ts';
import { newId } from '#server/platform/ids.ts';
import type { InTx } from '#server/platform/in-transaction.ts';
import { canonicalJson } from '#server/prompts/domain/canonical.ts';
import { renewSnapshots } from '#server/prompts/record-deployment.ts';
import type { ModelChange, ModelEntry } from './contract.ts';
import { referenceProblem } from './domain/lineage.ts';
import { changedPrices, type Price, priceAt, priceText } from './domain/prices.ts';
import { datesProblem } from './domain/status.ts';
import { columnsOf, priceOf } from './entry-columns.ts';
import type { ModelRow } from './find-model.ts';

/** An arbitrary constant: with a project's id the advisory lock of those who change what models refer to. */
const REFERENCES_LOCK = 1_206;

/** What resolve says of a model beside its name. */
const LIFE_COLUMNS = ['deprecationDate', 'retirementDate'] as const;

/** Rows a statement writes: each is a dozen parameters, and a statement has room for 65,535. */
const CHUNK = 1_000;

/** Writes new models and their prices, in few statements. A first price is no price change, so it leaves no mark. */
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
  if (rows.some((row) => LIFE_COLUMNS.some((name) => row[name] !== null))) await renewSnapshots(ctx);
  return rows;
}

function* chunksOf<T>(rows: readonly T[]): Generator<T[]> {
  for (let i = 0; i < rows.length; i += CHUNK) yield rows.slice(i, i + CHUNK);
}

/** Writes what differs and says whether anything did. A changed price leaves a mark at the time it takes effect. */
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
  for (const price of known.length === 0 ? [] : prices) await markPrice(ctx, { row, known, price });
  if (LIFE_COLUMNS.some((name) => name in columns)) await renewSnapshots(ctx);
  return true;
}

/** 422 where the dates of an entry, beside those that are known, contradict one another. */
export function checkDates(known: LifeColumns | null, entry: ModelChange): void {
  const problem = wrongDates(known, entry);
  if (problem) throw invalid(problem.path, problem.code, problem.message);
}

/** The same as what is wrong, or null. */
export function wrongDates(known: LifeColumns | null, entry: ModelChange) {
  const pick = (given: string | null | undefined, before: string | null | undefined) =>
    given === undefined ? (before ?? null) : given;
  return datesProblem({
    releasedAt: pick(entry.released_at, known?.releasedAt),
    deprecationDate: pick(entry.deprecation_date, known?.deprecationDate),
    retirementDate: pick(entry.retirement_date, known?.retirementDate),
  });
}

type LifeColumns = Pick<ModelRow, 'releasedAt' | 'deprecationDate' | 'retirementDate'>;

/** 422 where a base would make the model its own ancestor, or a chain of fallbacks comes back to the model. */
export async function checkReferences(
  ctx: InTx<ReadCtx>,
  key: { provider: string; modelId: string },
  entry: ModelChange,
): Promise<void> {
  const refers = entry.base_model || entry.fallback;
  // One after another: of two requests at once each would see no circle, and both together close one.
  if (refers) await ctx.db.execute(sql`select pg_advisory_xact_lock(${REFERENCES_LOCK}, ${ctx.project.id}::int4)`);
  const nodes = refers
    ? await ctx.db
        .select({
          provider: model.provider,
          modelId: model.modelId,
          baseModel: model.baseModel,
          fallback: model.fallback,
        })
        .from(model)
        .where(eq(model.projectId, ctx.project.id))
    : [];
  const problem = referenceProblem(nodes, key, { fallback: entry.fallback, baseModel: entry.base_model });
  if (problem) throw invalid(problem.path, problem.code, problem.message);
}

/** Of two prices of one model and time the later given holds. */
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
