import { eq } from 'drizzle-orm';
import { model } from '#db/schema/models.ts';
import { recordChange } from '#server/audit/record-change.ts';
import { invalid } from '#server/platform/faults.ts';
import { newId } from '#server/platform/ids.ts';
import type { InTx } from '#server/platform/in-transaction.ts';
import { enqueue } from '#server/platform/jobs/jobs.ts';
import { canonicalJson } from '#server/prompts/domain/canonical.ts';
import { renewSnapshots } from '#server/prompts/record-deployment.ts';
import type { ModelChange, ModelEntry } from './contract.ts';
import { datesProblem } from './domain/status.ts';
import { columnsOf } from './entry-columns.ts';
import type { ModelRow } from './find-model.ts';
import { changeText } from './prices/domain/headline.ts';
import type { MergedRows } from './prices/domain/merge-rows.ts';
import type { PriceRow } from './prices/domain/price-row.ts';
import { chargeOf } from './prices/domain/reprice.ts';
import { writeRows } from './prices/stored-rows.ts';

/** The facts of a model that resolve sends beside its name. */
const LIFE_COLUMNS = ['deprecationDate', 'retirementDate'] as const;

/** Rows a statement writes: each is a dozen parameters, and a statement has room for 65,535. */
const CHUNK = 1_000;

/** Writes new models and their prices, in few statements. A first price is no price change, so it leaves no mark. */
export async function insertModels(
  ctx: InTx,
  given: readonly { entry: ModelEntry; prices: readonly PriceRow[] }[],
): Promise<ModelRow[]> {
  const now = ctx.clock.now();
  const made = given.map(({ entry: { provider, model_id: modelId, ...entry }, prices }) => {
    const row = { id: newId(), projectId: ctx.project.id, provider, modelId, createdAt: now, updatedAt: now };
    return { row: { ...row, ...columnsOf(entry) }, prices };
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
  await writeRows(
    ctx,
    made.flatMap(({ row, prices }) => prices.map((price) => ({ modelPk: row.id, row: price }))),
  );
  if (given.some(({ entry }) => entry.training?.dataset)) await notifyTrained(ctx);
  if (rows.some((row) => LIFE_COLUMNS.some((name) => row[name] !== null))) await renewSnapshots(ctx);
  return rows;
}

/** Notifies the features to the right that a model names a training dataset, whose items golden sets should not share. */
const notifyTrained = (ctx: InTx): Promise<void> =>
  enqueue(ctx, 'model.trained', { projectId: ctx.project.id }, { key: `model.trained:${ctx.project.id}` });

function* chunksOf<T>(rows: readonly T[]): Generator<T[]> {
  for (let i = 0; i < rows.length; i += CHUNK) yield rows.slice(i, i + CHUNK);
}

/** Writes what differs and returns whether anything did. A changed price writes a mark at the time it takes effect. */
export async function changeModel(
  ctx: InTx,
  { row, entry, known, prices }: { row: ModelRow; entry: ModelChange; known: readonly PriceRow[]; prices: MergedRows },
): Promise<boolean> {
  const before: Record<string, unknown> = row;
  const columns = Object.fromEntries(
    Object.entries(columnsOf(entry)).filter(([name, value]) => canonicalJson(value) !== canonicalJson(before[name])),
  );
  if (Object.keys(columns).length === 0 && prices.changed.length === 0) return false;
  await ctx.db
    .update(model)
    .set({ ...columns, updatedAt: ctx.clock.now() })
    .where(eq(model.id, row.id));
  await writeRows(
    ctx,
    prices.changed.map((price) => ({ modelPk: row.id, row: price })),
  );
  if (columns.training) await notifyTrained(ctx);
  if (known.length > 0) await markPrices(ctx, { row, known, prices });
  if (LIFE_COLUMNS.some((name) => name in columns)) await renewSnapshots(ctx);
  return true;
}

/** 422 where the dates of an entry, beside those that are known, contradict one another. */
export function checkDates(known: LifeColumns | null, entry: ModelChange): void {
  const problem = wrongDates(known, entry);
  if (problem) throw invalid(problem.path, problem.code, problem.message);
}

/** The problem of the same dates, or null. */
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

/** One mark for each time at which prices change. A changed source or check date changes no price and has no mark. */
async function markPrices(
  ctx: InTx,
  { row, known, prices }: { row: ModelRow; known: readonly PriceRow[]; prices: MergedRows },
): Promise<void> {
  const charged = new Set(known.filter(({ state }) => state !== 'withdrawn').map(chargeOf));
  const differing = prices.changed.filter((price) => charged.has(chargeOf(price)) === (price.state === 'withdrawn'));
  const name = `${row.provider}/${row.modelId}`;
  for (const [atMs, [first, ...others]] of Map.groupBy(differing, ({ effectiveFromMs }) => effectiveFromMs)) {
    if (first === undefined) continue;
    const text = changeText(known, prices.after, first);
    const more = text.endsWith(' per Mtok') || others.length === 0 ? '' : `, and ${others.length} more`;
    await recordChange(ctx, {
      at: new Date(atMs),
      kind: 'price',
      model: name,
      title: `${name}: ${text}${more}`,
      path: `/models/${encodeURIComponent(row.provider)}/${encodeURIComponent(row.modelId)}`,
    });
  }
}
