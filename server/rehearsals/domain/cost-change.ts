import type { Pico } from '#server/models/prices/domain/amount.ts';
import type { Lacking } from '#server/models/prices/domain/price-usage.ts';
import { type RatioInterval, ratioInterval } from '#server/stats/ratio-interval.ts';
import type { TokenFactors } from './scale-usage.ts';

/** Pairs of measured answers with fewer of which token counts are assumed to be the same. */
export const TOKEN_PAIRS_MIN = 20;
/** Seed of the bootstrap, so that the same requests give the same interval. */
const SEED = 7;

/** Tokens of one golden item, answered by the candidate and by what serves now. Null: not counted. */
export type TokenPair = {
  candidateIn: number | null;
  candidateOut: number | null;
  baselineIn: number | null;
  baselineOut: number | null;
};

/**
 * The token counts that the replacement is priced with: measured by runs of both over the same `n` items, with the
 * factors at both ends of their 95 % intervals; or as many as now, which is an assumption.
 */
export type TokenBasis =
  | { basis: 'measured'; n: number; factors: TokenFactors; low: TokenFactors; high: TokenFactors }
  | { basis: 'same' };

/** The token factors that runs measured; `same` where they have too few pairs, or no interval. */
export function tokenBasis(pairs: readonly TokenPair[]): TokenBasis {
  const counted = pairs.flatMap(({ candidateIn, candidateOut, baselineIn, baselineOut }) =>
    candidateIn === null || candidateOut === null || baselineIn === null || baselineOut === null
      ? []
      : [{ input: { top: candidateIn, bottom: baselineIn }, output: { top: candidateOut, bottom: baselineOut } }],
  );
  if (counted.length < TOKEN_PAIRS_MIN) return { basis: 'same' };
  const input = ratioInterval(
    counted.map((pair) => pair.input),
    SEED,
  );
  const output = ratioInterval(
    counted.map((pair) => pair.output),
    SEED,
  );
  if (!isClosed(input) || !isClosed(output)) return { basis: 'same' };
  return {
    basis: 'measured',
    n: counted.length,
    factors: { input: input.ratio, output: output.ratio },
    low: { input: input.low, output: output.low },
    high: { input: input.high, output: output.high },
  };
}

type Closed = RatioInterval & { low: number; high: number };
const isClosed = (found: RatioInterval | null): found is Closed =>
  found !== null && found.low !== null && found.high !== null && found.low > 0;

/**
 * A request of the project's own traffic with what it costs now and by the replacement, at the measured token counts and
 * at both ends of their intervals. Null: unknown, and `lacking` says what is missing on which side.
 */
export type PricedRequest = {
  before: Pico | null;
  after: { at: Pico; low: Pico; high: Pico } | null;
  lacking: readonly (Pick<Lacking, 'meter' | 'because'> & { of: 'now' | 'replacement' })[];
};

/**
 * What the replacement would change of the cost. `requests` of the window, of which `sampled` were priced; figures are of
 * the `known`, those whose cost is known on both sides, as far as they stand for the window. US dollars.
 */
export type CostChange = {
  requests: number;
  sampled: number;
  known: number;
  nowUsd: number | null;
  replacementUsd: number | null;
  /** Of the cost now: −0.4 is 40 % less. */
  change: number | null;
  ci95: readonly [number, number] | null;
  lacking: { of: 'now' | 'replacement'; meter: string; because: string; requests: number }[];
  tokens: TokenBasis;
};

/**
 * Adds up priced requests. The interval is of the ratio over requests, widened by what is uncertain of the token factors,
 * of which input and output are taken to err together. Null where an end is open.
 */
export function costChange(requests: number, priced: readonly PricedRequest[], tokens: TokenBasis): CostChange {
  const known = priced.flatMap(({ before, after }) => (before === null || after === null ? [] : [{ before, after }]));
  const now = sumOf(known.map(({ before }) => before));
  const replacement = sumOf(known.map(({ after }) => after.at));
  const scale = priced.length === 0 ? 0 : requests / priced.length;
  const mean = known.length === 0 ? 0 : now / known.length;
  const ratio =
    mean === 0
      ? null
      : ratioInterval(
          known.map(({ before, after }) => ({
            top: Number(after.at) / 1e12 / mean,
            bottom: Number(before) / 1e12 / mean,
          })),
          SEED,
        );
  const [low, high] = (['low', 'high'] as const).map((end) => sumOf(known.map(({ after }) => after[end])));
  return {
    requests,
    sampled: priced.length,
    known: known.length,
    nowUsd: known.length === 0 ? null : now * scale,
    replacementUsd: known.length === 0 ? null : replacement * scale,
    change: ratio === null ? null : ratio.ratio - 1,
    ci95: ratio === null ? null : widened(ratio, (low ?? 0) / replacement, (high ?? 0) / replacement),
    lacking: lackingOf(priced),
    tokens,
  };
}

const sumOf = (amounts: readonly Pico[]): number => Number(amounts.reduce((sum, amount) => sum + amount, 0n)) / 1e12;

/** Both sources of error as independent ones, on the scale of logarithms. `low` and `high`: cost at the token factors' ends. */
function widened({ ratio, low, high }: RatioInterval, tokensLow: number, tokensHigh: number) {
  if (low === null || high === null || !(low > 0 && tokensLow > 0)) return null;
  const below = Math.hypot(Math.log(ratio / low), Math.log(tokensLow));
  const above = Math.hypot(Math.log(high / ratio), Math.log(tokensHigh));
  return [ratio * Math.exp(-below) - 1, ratio * Math.exp(above) - 1] as const;
}

function lackingOf(priced: readonly PricedRequest[]): CostChange['lacking'] {
  const counts = new Map<string, CostChange['lacking'][number]>();
  for (const { lacking } of priced) {
    for (const { of, meter, because } of lacking) {
      const key = `${of} ${meter} ${because}`;
      const known = counts.get(key) ?? { of, meter, because, requests: 0 };
      known.requests += 1;
      counts.set(key, known);
    }
  }
  return [...counts.values()].toSorted((a, b) => b.requests - a.requests);
}
