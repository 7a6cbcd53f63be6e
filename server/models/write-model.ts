import { eq, sql } from 'drizzle-orm';
import { model } from '#db/schema/models.ts';
import { type Change, recordChanges } from '#server/audit/record-change.ts';
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

/** The facts of a model of which nothing is known. */
const NO_FACTS = {
  ...{ displayName: null, contextWindow: null, maxOutputTokens: null, modalities: null, capabilities: null },
  ...{ owner: null, releasedAt: null, deprecationDate: null, retirementDate: null, fallback: null, baseModel: null },
  ...{ moreBases: [], baseModelRelation: null, training: null, evalScores: {} },
};

/**
 * Writes new models and their prices, in the order given, in two statements. A first price is no price change, so it leaves
 * no mark.
 */
export async function insertModels(
  ctx: InTx,
  given: readonly { entry: ModelEntry; prices: readonly PriceRow[] }[],
): Promise<ModelRow[]> {
  const now = ctx.clock.now();
  const rows = given.map(({ entry: { provider, model_id: modelId, ...entry } }): ModelRow => {
    const row = { id: newId(), projectId: ctx.project.id, provider, modelId, createdAt: now, updatedAt: now };
    return { ...NO_FACTS, ...columnsOf(entry), ...row };
  });
  if (rows.length === 0) return rows;
  await ctx.db.execute(sql`
    insert into model (id, project_id, provider, model_id, display_name, context_window, max_output_tokens, modalities,
      released_at, deprecation_date, retirement_date, fallback, base_model,
      more_bases, base_model_relation, training, owner, capabilities, eval_scores,
      created_at, updated_at)
    select r.id, r."projectId", r.provider, r."modelId", r."displayName", r."contextWindow", r."maxOutputTokens",
      r.modalities, r."releasedAt", r."deprecationDate", r."retirementDate", r.fallback, r."baseModel",
      r."moreBases", r."baseModelRelation", r.training, r.owner,
      r.capabilities, r."evalScores", r."createdAt", r."updatedAt"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, "projectId" int4, provider text,
      "modelId" text, "displayName" text, "contextWindow" int4, "maxOutputTokens" int4, modalities text[],
      "releasedAt" date, "deprecationDate" date, "retirementDate" date, fallback text, "baseModel" text,
      "moreBases" text[], "baseModelRelation" text, training jsonb,
      owner text, capabilities text[], "evalScores" jsonb, "createdAt" timestamptz, "updatedAt" timestamptz)`);
  await writeRows(
    ctx,
    rows.flatMap(({ id }, i) => (given[i]?.prices ?? []).map((price) => ({ modelPk: id, row: price }))),
  );
  if (given.some(({ entry }) => entry.training?.dataset)) await notifyTrained(ctx);
  if (rows.some((row) => LIFE_COLUMNS.some((name) => row[name] !== null))) await renewSnapshots(ctx);
  return rows;
}

/** Notifies the features to the right that a model names a training dataset, whose items golden sets should not share. */
const notifyTrained = (ctx: InTx): Promise<void> =>
  enqueue(ctx, 'model.trained', { projectId: ctx.project.id }, { key: `model.trained:${ctx.project.id}` });

/** A registered model, what is known of its prices, and what an entry makes of both. */
export type ModelUpdate = {
  row: ModelRow;
  entry: ModelChange;
  known: readonly PriceRow[];
  prices: MergedRows;
};

/**
 * Writes what differs, in few statements, and returns how many models did. A changed price writes a mark at the time it
 * takes effect.
 */
export async function changeModels(ctx: InTx, updates: readonly ModelUpdate[]): Promise<number> {
  const differing = updates
    .map((update) => ({ ...update, columns: differingColumns(update) }))
    .filter(({ columns, prices }) => Object.keys(columns).length > 0 || prices.changed.length > 0);
  const updatedAt = ctx.clock.now();
  for (const { row, columns } of differing) {
    if (Object.keys(columns).length === 0) continue;
    await ctx.db
      .update(model)
      .set({ ...columns, updatedAt })
      .where(eq(model.id, row.id));
  }
  const priced = differing.filter(({ columns }) => Object.keys(columns).length === 0).map(({ row }) => row.id);
  if (priced.length > 0) {
    await ctx.db
      .update(model)
      .set({ updatedAt })
      .where(sql`${model.id} = any(${sql.param(priced)}::uuid[])`);
  }
  await writeRows(
    ctx,
    differing.flatMap(({ row, prices }) => prices.changed.map((price) => ({ modelPk: row.id, row: price }))),
  );
  await recordChanges(ctx, differing.flatMap(marksOf));
  if (differing.some(({ columns }) => columns.training)) await notifyTrained(ctx);
  if (differing.some(({ columns }) => LIFE_COLUMNS.some((name) => name in columns))) await renewSnapshots(ctx);
  return differing.length;
}

function differingColumns({ row, entry }: ModelUpdate): Record<string, unknown> {
  const before: Record<string, unknown> = row;
  return Object.fromEntries(
    Object.entries(columnsOf(entry)).filter(([name, value]) => canonicalJson(value) !== canonicalJson(before[name])),
  );
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
function marksOf({ row, known, prices }: ModelUpdate): Change[] {
  if (known.length === 0) return [];
  const charged = new Set(known.filter(({ state }) => state !== 'withdrawn').map(chargeOf));
  const differing = prices.changed.filter((price) => charged.has(chargeOf(price)) === (price.state === 'withdrawn'));
  const name = `${row.provider}/${row.modelId}`;
  return [...Map.groupBy(differing, ({ effectiveFromMs }) => effectiveFromMs)].flatMap(([atMs, [first, ...others]]) => {
    if (first === undefined) return [];
    const text = changeText(known, prices.after, first);
    const more = text.endsWith(' per Mtok') || others.length === 0 ? '' : `, and ${others.length} more`;
    return {
      at: new Date(atMs),
      kind: 'price',
      model: name,
      title: `${name}: ${text}${more}`,
      path: `/models/${encodeURIComponent(row.provider)}/${encodeURIComponent(row.modelId)}`,
    };
  });
}
