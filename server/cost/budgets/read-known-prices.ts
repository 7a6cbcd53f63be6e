import { readPriceRow } from '#server/models/prices/domain/check-price-row.ts';
import { rowsOfOldPrice } from '#server/models/prices/domain/old-price.ts';
import type { PriceRow } from '#server/models/prices/domain/price-row.ts';
import { readPrices } from '#server/models/read-prices.ts';
import type { ReadCtx } from '#server/platform/context.ts';

/** All price rows of a model by `provider/id`, also those that are to come. */
export type KnownPrices = ReadonlyMap<string, readonly PriceRow[]>;

/** The prices that forecasts follow, of every registered model: the one place where forecasts read prices. */
export async function readKnownPrices(ctx: ReadCtx): Promise<KnownPrices> {
  const byModel = new Map<string, PriceRow[]>();
  for (const price of await readPrices(ctx)) {
    const name = `${price.provider}/${price.modelId}`;
    const entries = rowsOfOldPrice({
      effective_from: price.effectiveFrom.toISOString(),
      input_per_mtok: price.inputPerMtok,
      output_per_mtok: price.outputPerMtok,
      cached_input_per_mtok: price.cachedInputPerMtok,
      cache_write_per_mtok: price.cacheWritePerMtok,
    });
    const rows = entries.flatMap((entry) => readPriceRow(entry, '', `${name} ${entry.meter}`).row ?? []);
    byModel.set(name, [...(byModel.get(name) ?? []), ...rows]);
  }
  return byModel;
}
