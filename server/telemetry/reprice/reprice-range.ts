import { createHash } from 'node:crypto';
import { selectModel } from '#server/models/find-model.ts';
import { mergeRows } from '#server/models/prices/domain/merge-rows.ts';
import type { PriceRow } from '#server/models/prices/domain/price-row.ts';
import type { PriceEntry } from '#server/models/prices/domain/read-entries.ts';
import { writtenRow } from '#server/models/prices/domain/row-entry.ts';
import { readGivenRows } from '#server/models/prices/read-given-rows.ts';
import { rowsOfModels } from '#server/models/prices/stored-rows.ts';
import type { Ctx } from '#server/platform/context.ts';
import { invalid, invalidFields } from '#server/platform/faults.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { joinModel, splitModel } from '#server/telemetry/event/domain/model-name.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { storeOf } from '#server/telemetry/store/store.ts';

/** The events to price again. Times in ms; without them, all events whose rollups can be computed again. */
export type RepriceRange = { model: string; from?: number; to?: number; prices?: readonly PriceEntry[] };

/** The same with its model found, and the rows to price by. `number`: the model's in events; null where it has none. */
export type RepricePlan = {
  name: string;
  provider: string;
  number: number | null;
  from: number;
  to: number;
  rows: PriceRow[];
};

/**
 * Finds the model and its rows, with `prices` as if they were written. 422 where it is not registered or has no prices,
 * for an empty range, and for prices that could not be written. Events before the oldest whole day of raw retention are
 * left out, because their rollups cannot be computed again.
 */
export async function planReprice(ctx: Ctx, range: RepriceRange): Promise<RepricePlan> {
  const named = splitModel(range.model);
  const row = named && (await selectModel(ctx, { provider: named.provider, modelId: named.model }));
  if (!row) throw invalid('/model', 'unknown_model', `${range.model} is not registered. Name a model as provider/id.`);
  const known = (await rowsOfModels(ctx, [row.id])).get(row.id) ?? [];
  const { after, problems } = mergeRows(known, readGivenRows(range.prices));
  if (problems.length > 0) throw invalidFields(problems);
  if (after.length === 0) throw invalid('/model', 'no_prices', `${range.model} has no prices. Add them to it first.`);
  const now = ctx.clock.now().getTime();
  const { rawRetentionDays } = await storeOf(ctx).settings.of(ctx.project.id);
  const oldest = Math.floor((now - (rawRetentionDays - 1) * DAY_MS) / DAY_MS) * DAY_MS;
  const from = Math.max(oldest, range.from ?? oldest);
  const to = Math.min(now + 1, range.to ?? now + 1);
  if (to <= from) throw invalid('/to', 'invalid_range', 'to must be later than from, and than the oldest kept events.');
  const name = joinModel({ provider: row.provider, model: row.modelId });
  const numbers = await storeOf(ctx).names.find(slotOf(ctx.project), 'model', [name]);
  return { name, provider: row.provider, number: numbers.get(name) ?? null, from, to, rows: after };
}

/** A digest of price rows, whatever their order: equal for rows that read the same. */
export const digestOfRows = (rows: readonly PriceRow[]): string =>
  createHash('sha256')
    .update(
      rows
        .map((row) => JSON.stringify(writtenRow(row)))
        .sort()
        .join('\n'),
    )
    .digest('hex');
