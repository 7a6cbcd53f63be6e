import type { Rate } from '#server/cost/domain/arithmetic.ts';
import { picoOf } from '#server/cost/domain/dollars.ts';
import type { ModelRates } from '#server/cost/domain/savings-money.ts';
import { headlinePrice, rowInForce } from '#server/models/prices/domain/headline.ts';
import type { CacheTtl } from '#server/models/prices/domain/meters.ts';
import { readPrices } from '#server/models/read-prices.ts';
import type { ReadCtx } from '#server/platform/context.ts';

const rate = (usdPerMtok: number): Rate => ({ amountPico: picoOf(usdPerMtok), per: 1_000_000 });

/**
 * What ordinary requests pay at `at` by `provider/id`; null where the model has no price for input or output. All of a
 * report is priced with them, so that it says what a technique would save from now on. Cached and written input
 * without a price count as other input, so that they save nothing; input that is written for an hour has a price of its
 * own or none, because vendors ask more for it.
 */
export async function readRates(ctx: ReadCtx, at: Date): Promise<(model: string) => ModelRates | null> {
  const models = await readPrices(ctx);
  const rowsOf = new Map(models.map(({ provider, modelId, rows }) => [`${provider}/${modelId}`, rows]));
  return (model) => {
    const own = rowsOf.get(model) ?? [];
    const price = headlinePrice(own, at.getTime());
    if (price === null || price.inputPerMtok === null || price.outputPerMtok === null) return null;
    const { inputPerMtok, outputPerMtok, cachedInputPerMtok, cacheWritePerMtok } = price;
    const writeOf = (cacheTtl: CacheTtl): Rate | null => {
      const row = rowInForce(own, 'tokens_cache_write', at.getTime(), { cacheTtl });
      return row && { amountPico: row.amountPico, per: row.per };
    };
    return {
      input: rate(inputPerMtok),
      read: rate(cachedInputPerMtok ?? inputPerMtok),
      write: writeOf('5m') ?? rate(cacheWritePerMtok ?? inputPerMtok),
      writeHour: writeOf('1h'),
      output: rate(outputPerMtok),
    };
  };
}
