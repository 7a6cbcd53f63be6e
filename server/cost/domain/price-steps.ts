import type { PriceStep } from './forecast.ts';

/** US dollars per million tokens from `day` (since 1970) on; `cached` null: cached input costs what other input does. */
export type DayPrice = { day: number; input: number; output: number; cached: number | null };

/** What a model was used for lately, in dollars and tokens, and its prices by day. `tokensIn` contains the cached ones. */
export type ModelUse = {
  spend: number;
  tokensIn: number;
  tokensOut: number;
  tokensCached: number;
  prices: readonly DayPrice[];
};

const SAME = 1e-9;

/**
 * What known prices multiply all spend by, on each day in `(from, to)` on which a price changes: past and announced ones,
 * withdrawn ones left out by the caller. Each model weighs what it spends now, at the tokens it uses now. A model
 * without a price, or without tokens, changes nothing. Written tokens count as other input.
 */
export function priceSteps(
  models: readonly ModelUse[],
  { from, to, today }: { from: number; to: number; today: number },
): PriceStep[] {
  const at = (day: number) => models.reduce((sum, model) => sum + model.spend * levelOf(model, day, today), 0);
  const days = new Set(models.flatMap(({ prices }) => prices.map(({ day }) => day)));
  return [...days]
    .filter((day) => day > from && day < to)
    .sort((a, b) => a - b)
    .flatMap((day) => {
      const before = at(day - 1);
      const factor = before > 0 ? at(day) / before : 1;
      return Math.abs(factor - 1) < SAME ? [] : [{ day, factor }];
    });
}

/** What the model's tokens cost on `day` over what they cost today. */
function levelOf(model: ModelUse, day: number, today: number): number {
  const now = costAt(model, today);
  const then = costAt(model, day);
  return now === null || then === null || now === 0 ? 1 : then / now;
}

/** Before its first price a model costs what that one says. */
function costAt({ prices, tokensIn, tokensOut, tokensCached }: ModelUse, day: number): number | null {
  const ordered = prices.toSorted((a, b) => a.day - b.day);
  const price = ordered.findLast((one) => one.day <= day) ?? ordered[0];
  if (price === undefined) return null;
  const cached = Math.min(tokensCached, tokensIn);
  return (
    ((tokensIn - cached) * price.input + cached * (price.cached ?? price.input) + tokensOut * price.output) / 1_000_000
  );
}
