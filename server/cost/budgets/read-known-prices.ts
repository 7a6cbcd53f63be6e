import type { PriceRow } from '#server/models/prices/domain/price-row.ts';
import { readPrices } from '#server/models/read-prices.ts';
import type { ReadCtx } from '#server/platform/context.ts';

/** All price rows of a model by `provider/id`, future ones included. */
export type KnownPrices = ReadonlyMap<string, readonly PriceRow[]>;

/** The prices that forecasts follow, of every registered model: the one place where forecasts read prices. */
export async function readKnownPrices(ctx: ReadCtx): Promise<KnownPrices> {
  const models = await readPrices(ctx);
  return new Map(models.map(({ provider, modelId, rows }) => [`${provider}/${modelId}`, rows]));
}
