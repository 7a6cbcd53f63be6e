import type { Rate } from '#server/cost/domain/arithmetic.ts';
import type { ModelRates } from '#server/cost/domain/savings-money.ts';
import { priceAt } from '#server/models/domain/prices.ts';
import { readPrices } from '#server/models/read-prices.ts';
import type { ReadCtx } from '#server/platform/context.ts';

const PER = 1_000_000;
const PICO = 1e12;

/** A price of a million tokens, exact to 10⁻¹² dollars. */
const rate = (usdPerMtok: number): Rate => ({ amountPico: BigInt(Math.round(usdPerMtok * PICO)), per: PER });

/**
 * The prices in force at `at` by `provider/id`; null where the model has none. All of a report is priced with them, so
 * that it says what a technique would save from now on. Cached and written input without a price cost the same as other
 * input.
 */
export async function readRates(ctx: ReadCtx, at: Date): Promise<(model: string) => ModelRates | null> {
  const byModel = Map.groupBy(await readPrices(ctx), ({ provider, modelId }) => `${provider}/${modelId}`);
  return (model) => {
    const price = priceAt(byModel.get(model) ?? [], at);
    if (price === null) return null;
    const { inputPerMtok, outputPerMtok, cachedInputPerMtok, cacheWritePerMtok } = price;
    return {
      input: rate(inputPerMtok),
      read: rate(cachedInputPerMtok ?? inputPerMtok),
      write: rate(cacheWritePerMtok ?? inputPerMtok),
      output: rate(outputPerMtok),
    };
  };
}
