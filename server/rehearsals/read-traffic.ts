import type { Ctx } from '#server/platform/context.ts';
import { DAY_MS, MINUTE_MS } from '#server/platform/pure/durations.ts';
import { SHADOW_ARM } from '#server/telemetry/event/domain/event-fields.ts';
import { type ModelName, partsOfModel, UNKNOWN_PROVIDER } from '#server/telemetry/event/domain/model-name.ts';
import { COUNT_COLUMNS, type StoredCounts } from '#server/telemetry/event/stored-counts.ts';
import { sumCells, totalsOf } from '#server/telemetry/query/domain/totals.ts';
import { type CellGroup, readCells } from '#server/telemetry/query/read-cells.ts';
import { resolveFilter } from '#server/telemetry/query/resolve-filter.ts';
import type { NameKind } from '#server/telemetry/store/names.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { storeOf } from '#server/telemetry/store/store.ts';
import type { LeavingModel } from './read-leaving.ts';

/** Days of traffic that a rehearsal prices. */
export const TRAFFIC_DAYS = 30;
/** Events of the project that the window may hold; a busier project is priced by its newest days. Some 0.5 s a million. */
const WINDOW_EVENTS_MAX = 1_000_000;
/** Requests of one place that are priced. */
const SAMPLE = 2_000;

/** What traffic is grouped by, within an environment. */
const WHAT = ['prompt', 'model'] as const;

/** `[from, to)` in ms since 1970. */
export type Window = { from: number; to: number };

/** Requests of one prompt in one environment by one model over the window; its numbers in telemetry, P99 in ms. */
export type TrafficGroup = {
  prompt: string;
  environment: string;
  /** Provider null where events name a bare id that the registry does not have. */
  name: { provider: string | null; model: string };
  numbers: { prompt: number; environment: number; model: number };
  latency: { p99: number | null; n: number };
};

/**
 * The newest whole days, at most {@link TRAFFIC_DAYS} and the raw retention, that together hold at most a million events,
 * and the traffic of the prompts in it by environment and model. Two reads of rollups.
 */
export async function readTraffic(
  ctx: Ctx,
  prompts: ReadonlySet<string>,
): Promise<{ window: Window; groups: TrafficGroup[] }> {
  const window = await chooseWindow(ctx);
  const { names } = storeOf(ctx);
  const slot = slotOf(ctx.project);
  const numbers = [...(await names.find(slot, 'prompt', [...prompts])).values()];
  if (numbers.length === 0) return { window, groups: [] };
  const { groups } = await readCells(ctx, {
    ...window,
    stepMs: DAY_MS,
    filter: { numbers: new Map([['prompt', numbers]]), raw: [], empty: false },
    groupBy: ['environment', ...WHAT],
    parts: ['latency'],
  });
  const textsOf = (kind: NameKind, of: (group: CellGroup) => number) => names.texts(slot, kind, groups.map(of));
  const [promptNames, environments, models] = await Promise.all([
    textsOf('prompt', ({ dims }) => dims.prompt),
    textsOf('environment', ({ dims }) => dims.environment),
    textsOf('model', ({ dims }) => dims.model),
  ]);
  return {
    window,
    groups: groups.flatMap(({ dims, cells }): TrafficGroup[] => {
      const [prompt, environment] = [promptNames.get(dims.prompt), environments.get(dims.environment)];
      const model = models.get(dims.model);
      if (prompt === undefined || environment === undefined || model === undefined) return [];
      const { latency } = totalsOf(sumCells(cells.values()));
      const numbers = { prompt: dims.prompt, environment: dims.environment, model: dims.model };
      const { p99, n } = latency;
      return [{ prompt, environment, name: nameOf(partsOfModel(model)), numbers, latency: { p99, n } }];
    }),
  };
}

const nameOf = ({ provider, model }: ModelName) => ({
  provider: provider === UNKNOWN_PROVIDER ? null : provider,
  model,
});

async function chooseWindow(ctx: Ctx): Promise<Window> {
  const now = ctx.clock.now().getTime();
  const to = Math.ceil((now + 1) / MINUTE_MS) * MINUTE_MS;
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  const { rawRetentionDays } = await storeOf(ctx).settings.of(ctx.project.id);
  const first = today - (Math.min(TRAFFIC_DAYS, rawRetentionDays) - 1) * DAY_MS;
  const { groups } = await readCells(ctx, { from: first, to, stepMs: DAY_MS, filter: await resolveFilter(ctx, {}) });
  const byDay = new Map(groups.flatMap(({ cells }) => [...cells].map(([day, { n }]) => [day, n])));
  let from = today;
  let events = byDay.get(today) ?? 0;
  while (from > first && events + (byDay.get(from - DAY_MS) ?? 0) <= WINDOW_EVENTS_MAX) {
    from -= DAY_MS;
    events += byDay.get(from) ?? 0;
  }
  return { from, to };
}

/** A request as far as its cost is concerned. `cost` in whole billionths of a dollar, null is unknown. */
export type SampledRequest = StoredCounts & {
  prompt: number;
  environment: number;
  model: number;
  ms: number;
  cost: number | null;
  flags: number;
  usage: Record<string, unknown> | null;
  toolCalls: Record<string, number> | null;
  /** Requests of the place in the window. */
  n: number;
};

/**
 * At most {@link SAMPLE} requests of each prompt and environment by the model that goes, chosen by the hash of their keys,
 * so that each has the same chance. Reads every event of the project in the window once; shadow traffic is left out.
 */
export async function readSample(
  ctx: Ctx,
  { from, to }: Window,
  groups: readonly TrafficGroup[],
): Promise<SampledRequest[]> {
  if (groups.length === 0) return [];
  const slot = slotOf(ctx.project);
  const wanted = groups.map(({ numbers }) => `(${numbers.prompt}, ${numbers.environment}, ${numbers.model})`);
  return ctx.sql.unsafe<SampledRequest[]>(
    `with e as (
      select * from (
        select ts, key, prompt, environment, model, cost_nano, flags, tokens_in, tokens_out, tokens_cached,
          tokens_cache_write, tokens_cache_write_5m, tokens_cache_write_1h, tokens_reasoning, service_tier, region,
          row_number() over (partition by prompt, environment order by uuid_hash(key), key) as place,
          count(*) over (partition by prompt, environment) as n
        from event
        where slot = $1 and ts >= $2 and ts < $3 and arm <> $4
          and (prompt, environment, model) in (${wanted.join(', ')})) counted
      where place <= ${SAMPLE})
    select e.prompt, e.environment, e.model, extract(epoch from e.ts)::float8 * 1000 as ms, e.cost_nano::float8 as cost,
      e.flags, e.n::float8 as n, u.usage, u.tool_calls as "toolCalls", ${COUNT_COLUMNS}
    from e left join event_usage u on u.slot = $1 and u.ts = e.ts and u.key = e.key and u.ts >= $2 and u.ts < $3`,
    [slot, new Date(from), new Date(to), SHADOW_ARM],
  );
}

/** The groups of traffic that the model that goes serves. */
export const leavingGroups = (groups: readonly TrafficGroup[], { means }: LeavingModel): TrafficGroup[] =>
  groups.filter(({ name }) => means(name) !== null);
