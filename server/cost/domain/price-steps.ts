import type { PriceRow } from '#server/models/prices/domain/price-row.ts';
import { priceUsage } from '#server/models/prices/domain/price-usage.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import type { PriceStep } from './forecast.ts';

/** What a model was used for lately, in dollars, requests and tokens, and all its prices. `tokensIn` contains the cached ones. */
export type ModelUse = {
  spend: number;
  requests: number;
  tokensIn: number;
  tokensOut: number;
  tokensCached: number;
  prices: readonly PriceRow[];
};

const SAME = 1e-9;

/**
 * What known prices multiply all spend by, on each day in `(from, to)` on which a price begins or ends: past and announced
 * ones; withdrawn rows never price. Each model weighs what it spends now, at the tokens of its mean request. A model of
 * which that request has no price changes nothing, so prices for a tier or a region alone are not followed. Written
 * tokens count as other input.
 */
export function priceSteps(
  models: readonly ModelUse[],
  { from, to, today }: { from: number; to: number; today: number },
): PriceStep[] {
  const at = (day: number) => models.reduce((sum, model) => sum + model.spend * levelOf(model, day, today), 0);
  const days = new Set(models.flatMap(({ prices }) => prices.flatMap(changesOf)));
  return [...days]
    .filter((day) => day > from && day < to)
    .sort((a, b) => a - b)
    .flatMap((day) => {
      const [before, after] = [at(day - 1), at(day)];
      // What was free for a time is paid again: no factor leads back from 0.
      const isFreeForATime = after === 0 && day <= today;
      const factor = before > 0 && !isFreeForATime ? after / before : 1;
      return Math.abs(factor - 1) < SAME ? [] : [{ day, factor }];
    });
}

/** The first days whose noon (UTC) is at or after the start and the end of a row: a price counts for the greater part of a day. */
export const changesOf = ({ effectiveFromMs, effectiveToMs }: PriceRow): number[] =>
  [effectiveFromMs, effectiveToMs].flatMap((ms) => (ms === null ? [] : [Math.ceil(ms / DAY_MS - 0.5)]));

/** What the model's mean request costs on `day` over what it costs today; 1 where either is unknown. */
export function levelOf(model: ModelUse, day: number, today: number): number {
  const now = costAt(model, today);
  const then = costAt(model, day);
  return now === null || then === null || now === 0n ? 1 : Number(then) / Number(now);
}

/** What the model's mean request costs on `day` in 10⁻¹² dollars; null where no price gives it. */
export function costAt({ prices, requests, tokensIn, tokensOut, tokensCached }: ModelUse, day: number): bigint | null {
  if (prices.length === 0 || requests === 0) return null;
  const mean = (tokens: number) => Math.round(tokens / requests);
  const usage = {
    tokens_in: mean(tokensIn),
    tokens_out: mean(tokensOut),
    tokens_cached: Math.min(mean(tokensCached), mean(tokensIn)),
  };
  return priceUsage(prices, usage, day * DAY_MS + DAY_MS / 2).totalPico;
}
