import { sql } from 'drizzle-orm';
import { type CompiledPrices, compilePrices } from '#server/models/prices/domain/compile-prices.ts';
import { rowsOfModels } from '#server/models/prices/stored-rows.ts';
import type { Ctx, ReadCtx } from '#server/platform/context.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { measure } from '#server/telemetry/event/domain/measure.ts';
import { UNKNOWN_PROVIDER } from '#server/telemetry/event/domain/model-name.ts';
import { countedIn } from '#server/telemetry/event/stored-counts.ts';
import { PRICED_HERE } from '#server/telemetry/ingest/domain/event-time.ts';
import { type CostChange, costChange, type PricedRequest, type TokenBasis, tokenBasis } from './domain/cost-change.ts';
import { type LatencyChange, latencyChange } from './domain/latency-change.ts';
import { scaleUsage } from './domain/scale-usage.ts';
import type { LeavingModel } from './read-leaving.ts';
import type { Option, PlaceOptions } from './read-options.ts';
import {
  leavingGroups,
  readSample,
  readTraffic,
  type SampledRequest,
  type TrafficGroup,
  type Window,
} from './read-traffic.ts';

/** What a replacement changes of a place's cost and P99. */
export type Figures = { cost: CostChange; latency: LatencyChange };

/** The figures of every place and option, and the window of the traffic that they are of. */
export type AllFigures = { window: Window; of: (place: PlaceOptions, option: Option) => Figures };

/**
 * Requests are priced as if they were sent so many days later: at the same hour of the same weekday, with the prices that
 * are in force or announced from now on.
 */
export const LATER_DAYS = 35;

const PICO_PER_NANO = 1_000n;
const NOTHING = { p99: null, n: 0 };

/**
 * Cost and P99 of every place now and with each option: on the project's own requests, priced by all rows of both models,
 * with the token counts of their runs. Reads the traffic once, and both runs of each option that has them.
 */
export async function readFigures(
  ctx: Ctx,
  leaving: LeavingModel,
  places: readonly PlaceOptions[],
): Promise<AllFigures> {
  const { window, groups } = await readTraffic(ctx, new Set(places.map(({ place }) => place.prompt)));
  const own = leavingGroups(groups, leaving);
  const [sample, prices] = await Promise.all([readSample(ctx, window, own), readPricesOf(ctx, leaving, own)]);
  const found = new Map<Option, Figures>();
  for (const { place, options } of places) {
    const mine = own.filter(({ prompt, environment }) => prompt === place.prompt && environment === place.environment);
    const requests = sample.filter((request) => mine.some(({ numbers }) => isOf(request, numbers)));
    for (const option of options) {
      const pairs = await readPairs(ctx, option);
      const tokens = tokenBasis(pairs);
      const priced = requests.map((request) => priceBoth(request, { tokens, groups: mine, prices, option }));
      found.set(option, {
        cost: costChange(requests[0]?.n ?? 0, priced, tokens),
        latency: latencyChange(busiest(mine)?.latency ?? NOTHING, trafficOf(groups, place.prompt, option), pairs),
      });
    }
  }
  return {
    window,
    of: ({ place }, option) => {
      const figures = found.get(option);
      if (figures === undefined) throw new Error(`${place.prompt} has an option without figures.`);
      return figures;
    },
  };
}

const isOf = (request: SampledRequest, numbers: TrafficGroup['numbers']): boolean =>
  request.prompt === numbers.prompt && request.environment === numbers.environment && request.model === numbers.model;

/** A place's traffic may name the model in several ways: the P99 is of the name with the most requests. */
const busiest = (groups: readonly TrafficGroup[]): TrafficGroup | undefined =>
  groups.toSorted((a, b) => b.latency.n - a.latency.n)[0];

/** The P99 of the prompt's own traffic by the replacement, of the environment with the most of it. */
const trafficOf = (groups: readonly TrafficGroup[], prompt: string, { replacement: { to } }: Option) =>
  busiest(
    groups.filter(
      (each) => each.prompt === prompt && each.name.provider === to.provider && each.name.model === to.model,
    ),
  )?.latency ?? NOTHING;

type Prices = (pk: string | null) => CompiledPrices;

/** The prices of the model that goes under each of its names, and of the replacements. */
async function readPricesOf(ctx: ReadCtx, leaving: LeavingModel, groups: readonly TrafficGroup[]) {
  const names = groups.map(({ name }) => leaving.pkOf(name) ?? leaving.pk);
  const pks = [...names, ...leaving.replacements.map(({ pk }) => pk)].flatMap((pk) => pk ?? []);
  const rows = await rowsOfModels(ctx, [...new Set(pks)]);
  const compiled = new Map([...rows].map(([pk, own]) => [pk, compilePrices(own)]));
  const without = compilePrices([]);
  const of: Prices = (pk) => (pk === null ? without : (compiled.get(pk) ?? without));
  return { replacement: of, now: (name: TrafficGroup['name']) => of(leaving.pkOf(name) ?? leaving.pk) };
}

type Pricing = {
  tokens: TokenBasis;
  groups: readonly TrafficGroup[];
  prices: Awaited<ReturnType<typeof readPricesOf>>;
  option: Option;
};

const SAME = { input: 1, output: 1 };

/** One request at the same later moment by both models. A cost that came with its event is its cost now. */
function priceBoth(request: SampledRequest, { tokens, groups, prices, option }: Pricing): PricedRequest {
  const name = groups.find(({ numbers }) => isOf(request, numbers))?.name ?? { provider: null, model: '' };
  const counted = countedIn(request, request.toolCalls);
  const { usage, served } = measure(counted, name.provider ?? UNKNOWN_PROVIDER, request.usage);
  const atMs = request.ms + LATER_DAYS * DAY_MS;
  const isRecorded = request.cost !== null && (request.flags & PRICED_HERE) === 0;
  const now = isRecorded ? null : prices.now(name)(usage, atMs, served);
  const before = isRecorded ? BigInt(Math.round(request.cost ?? 0)) * PICO_PER_NANO : (now?.totalPico ?? null);
  const price = prices.replacement(option.replacement.pk);
  const { factors, low, high } = tokens.basis === 'measured' ? tokens : { factors: SAME, low: SAME, high: SAME };
  const [at, atLow, atHigh] = [factors, low, high].map((each) => price(scaleUsage(usage, each), atMs, served));
  const isKnown = at?.totalPico != null && atLow?.totalPico != null && atHigh?.totalPico != null;
  return {
    before,
    after: isKnown ? { at: at.totalPico, low: atLow.totalPico, high: atHigh.totalPico } : null,
    lacking: [
      ...(now?.lacking ?? []).map(({ meter, because }) => ({ of: 'now' as const, meter, because })),
      ...(at?.lacking ?? []).map(({ meter, because }) => ({ of: 'replacement' as const, meter, because })),
    ],
  };
}

type Pair = {
  candidateIn: number | null;
  candidateOut: number | null;
  baselineIn: number | null;
  baselineOut: number | null;
  candidateMs: number | null;
  baselineMs: number | null;
};

/** Items that both runs answered, of the golden sets that the gate compared. A merge of two index ranges each. */
async function readPairs(ctx: Ctx, { decision }: Option): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (const { candidateRun, baselineRun } of decision.datasets) {
    if (candidateRun === null || baselineRun === null) continue;
    const rows = await ctx.db.execute<Pair>(sql`
      select a.tokens_in as "candidateIn", a.tokens_out as "candidateOut", a.latency_ms as "candidateMs",
        b.tokens_in as "baselineIn", b.tokens_out as "baselineOut", b.latency_ms as "baselineMs"
      from eval_result a join eval_result b on b.run_id = ${baselineRun.run} and b.item_id = a.item_id and b.repeat = 0
      where a.run_id = ${candidateRun.run} and a.repeat = 0 and a.error is null and b.error is null
      order by a.item_id`);
    pairs.push(...rows);
  }
  return pairs;
}
