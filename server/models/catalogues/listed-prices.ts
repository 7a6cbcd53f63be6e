import { appendAudit } from '#server/audit/append-audit.ts';
import { type ModelRow, selectModel } from '#server/models/find-model.ts';
import { type WrittenRow, writtenRow } from '#server/models/prices/domain/row-entry.ts';
import { updateModel } from '#server/models/update-model.ts';
import type { Ctx, ReadCtx } from '#server/platform/context.ts';
import { invalid, notFound } from '#server/platform/faults.ts';
import { newId } from '#server/platform/ids.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import type { Source, Unread } from './domain/catalogue.ts';
import { oddities, WITHHELD } from './domain/price-checks.ts';
import { rowsOfListed } from './domain/rows-of-listed.ts';
import { readQuotesOf } from './read-quotes.ts';

type Key = { provider: string; modelId: string };
export type ListedPrices = {
  source: Source;
  provider: string;
  modelId: string;
  readOn: string;
  /** The rows that would be written: undated prices from `from` on, and none that a check finds wrong. */
  prices: WrittenRow[];
  /** What no row can express, and what was left out as wrong. */
  unread: Unread[];
};

/** What every catalogue lists for a model, from a time on, by default now. Nothing is applied. 404 unknown model. */
export async function readListedPrices(
  ctx: ReadCtx & Pick<Ctx, 'clock'>,
  key: Key,
  from: string | null = null,
): Promise<ListedPrices[]> {
  if ((await selectModel(ctx, key)) === null) throw notFound();
  const now = ctx.clock.now();
  return (await readQuotesOf(ctx, key)).map(({ source, provider, modelId, readOn, listed, unread }) => {
    const at = { source, from: from ?? now.toISOString(), readOn, nowMs: now.getTime() };
    const { rows, problems, assumed } = rowsOfListed(listed, at, newId);
    const isOdd = new Set(rows.filter((row) => oddities(row, rows).some((code) => WITHHELD.includes(code))));
    return {
      ...{ source, provider, modelId, readOn },
      prices: rows.filter((row) => !isOdd.has(row)).map(writtenRow),
      unread: [
        ...unread,
        ...assumed,
        ...problems.map(({ path, message }) => ({ field: path, because: message })),
        ...[...isOdd].map(({ meter }) => ({ field: meter, because: 'looks wrong beside the price of input' })),
      ],
    };
  });
}

/**
 * Writes what a catalogue lists for a model into the registry, because a person asks for it: undated prices begin on the UTC
 * day `from`, by default now. 404 unknown model; 422 `not_listed`, and as on a change of the model.
 */
export async function useListedPrices(
  ctx: Ctx,
  { provider, modelId, source, from }: Key & { source: Source; from: string | null },
): Promise<ModelRow> {
  return inTransaction(ctx, async (ctx) => {
    const all = await readListedPrices(ctx, { provider, modelId }, from);
    const listed = all.find((one) => one.source === source && one.prices.length > 0);
    if (listed === undefined) {
      const names = all.filter(({ prices }) => prices.length > 0).map((one) => one.source);
      const hint = names.length === 0 ? 'No catalogue does.' : `One of ${names.join(', ')}.`;
      throw invalid('/source', 'not_listed', `/source: ${source} has no price of ${provider}/${modelId}. ${hint}`);
    }
    const row = await updateModel(ctx, { provider, modelId }, { prices: listed.prices });
    await appendAudit(ctx, {
      action: 'model.use_listed_price',
      object: { kind: 'model', id: row.id },
      detail: { provider, model_id: modelId, source, from, prices: listed.prices.length },
    });
    return row;
  });
}
