import { asc, eq, inArray, sql } from 'drizzle-orm';
import { model, modelPriceRow } from '#db/schema/models.ts';
import type { DbCtx, ReadCtx } from '#server/platform/context.ts';
import type { InTx } from '#server/platform/in-transaction.ts';
import { formatAmount, readAmount } from './domain/amount.ts';
import type { MeterName } from './domain/meters.ts';
import type { PriceRow } from './domain/price-row.ts';
import { conditionsOf, writtenConditions } from './domain/row-entry.ts';

type StoredRow = typeof modelPriceRow.$inferSelect;

/** A row as it was written. Its fields were checked then; an amount that cannot be read is a broken database. */
export function priceRowOf(stored: Omit<StoredRow, 'modelPk'>): PriceRow {
  const { pico } = readAmount(stored.amount);
  if (pico === undefined) throw new Error(`The price row ${stored.id} has the amount ${stored.amount}.`);
  return {
    id: stored.id,
    meter: stored.meter as MeterName,
    per: stored.per,
    amountPico: pico,
    currency: 'USD',
    effectiveFromMs: stored.effectiveFrom.getTime(),
    effectiveToMs: stored.effectiveTo?.getTime() ?? null,
    when: conditionsOf(stored.conditions),
    state: stored.state,
    sourceUrl: stored.sourceUrl,
    checkedAtMs: stored.checkedAt?.getTime() ?? null,
  };
}

const storedOf = (modelPk: string, row: PriceRow): StoredRow => ({
  id: row.id,
  modelPk,
  meter: row.meter,
  per: row.per,
  amount: formatAmount(row.amountPico),
  currency: row.currency,
  effectiveFrom: new Date(row.effectiveFromMs),
  effectiveTo: row.effectiveToMs === null ? null : new Date(row.effectiveToMs),
  conditions: writtenConditions(row.when),
  state: row.state,
  sourceUrl: row.sourceUrl,
  checkedAt: row.checkedAtMs === null ? null : new Date(row.checkedAtMs),
});

/** The price rows of these models, by row id of the model, oldest first. One read of the index. */
export async function rowsOfModels(ctx: ReadCtx, modelPks: readonly string[]): Promise<Map<string, PriceRow[]>> {
  if (modelPks.length === 0) return new Map();
  const rows = await ctx.db
    .select()
    .from(modelPriceRow)
    .where(inArray(modelPriceRow.modelPk, [...modelPks]))
    .orderBy(asc(modelPriceRow.effectiveFrom), asc(modelPriceRow.meter), asc(modelPriceRow.conditions));
  return grouped(rows);
}

/** The price rows of all models of the project, by row id of the model. One scan of two small tables. */
export async function rowsOfProject(ctx: ReadCtx): Promise<Map<string, PriceRow[]>> {
  const rows = await ctx.db
    .select({ row: modelPriceRow })
    .from(modelPriceRow)
    .innerJoin(model, eq(model.id, modelPriceRow.modelPk))
    .where(eq(model.projectId, ctx.project.id))
    .orderBy(asc(modelPriceRow.effectiveFrom), asc(modelPriceRow.meter), asc(modelPriceRow.conditions));
  return grouped(rows.map(({ row }) => row));
}

const grouped = (rows: readonly StoredRow[]): Map<string, PriceRow[]> =>
  new Map(
    [...Map.groupBy(rows, ({ modelPk }) => modelPk)].map(([modelPk, own]) => [modelPk, own.map(priceRowOf)] as const),
  );

/**
 * Writes rows that `mergeRows` found no problem with; a row of a known id takes that one's place. One statement with the
 * rows as JSON: parameters of their own take five times as long for a catalogue's 30,000.
 */
export async function writeRows(ctx: InTx<DbCtx>, rows: readonly { modelPk: string; row: PriceRow }[]): Promise<void> {
  // Of two versions of one row the later.
  const byId = new Map(rows.map(({ modelPk, row }) => [row.id, storedOf(modelPk, row)]));
  if (byId.size === 0) return;
  await ctx.db.execute(sql`
    insert into model_price_row (id, model_pk, meter, per, amount, currency, effective_from, effective_to, conditions,
      state, source_url, checked_at)
    select r.id, r."modelPk", r.meter, r.per, r.amount, r.currency, r."effectiveFrom", r."effectiveTo", r.conditions,
      r.state, r."sourceUrl", r."checkedAt"
    from jsonb_to_recordset(${JSON.stringify([...byId.values()])}::jsonb) as r (id uuid, "modelPk" uuid, meter text,
      per int8, amount numeric, currency text, "effectiveFrom" timestamptz, "effectiveTo" timestamptz, conditions jsonb,
      state text, "sourceUrl" text, "checkedAt" timestamptz)
    on conflict (id) do update set per = excluded.per, amount = excluded.amount, effective_to = excluded.effective_to,
      conditions = excluded.conditions, state = excluded.state, source_url = excluded.source_url,
      checked_at = excluded.checked_at`);
}
