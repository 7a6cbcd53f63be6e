import type { LedgerGroup } from '#server/cost/domain/invoice/ledger-lines.ts';
import { picoOfNano } from '#server/models/prices/domain/amount.ts';
import type { PriceRow } from '#server/models/prices/domain/price-row.ts';
import type { Ctx } from '#server/platform/context.ts';
import { DAY_MS, MINUTE_MS } from '#server/platform/pure/durations.ts';
import { instant } from '#server/telemetry/event/scan-events.ts';
import { PRICED_HERE } from '#server/telemetry/ingest/domain/event-time.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';

/** Days since 1970, UTC; `to` is the first day after them. */
export type Days = { from: number; to: number };

/** Hours of a price begin and end at these; all time zones are multiples of a quarter of an hour from UTC. */
const STEP_MS = 15 * MINUTE_MS;

type Stored = Omit<LedgerGroup, 'day' | 'model' | 'atMs' | 'inputTokensFrom' | 'costPico'> & {
  cut: number;
  model: number;
  bracket: number | null;
  costNano: string;
};

/**
 * The requests of days, added up by everything that decides their price: the model, when no row begins or ends within, the
 * tier, the region, and the thresholds of input tokens. One range of the index (slot, ts), about 1.5 s a million.
 */
export async function readGroups(
  ctx: Ctx,
  days: Days,
  models: ReadonlyMap<number, string>,
  rows: readonly PriceRow[],
): Promise<LedgerGroup[]> {
  if (models.size === 0) return [];
  const cuts = cutsOf(days, rows);
  const thresholds = [0, ...new Set(rows.flatMap(({ when }) => when.inputTokensGte ?? []))].sort((a, b) => a - b);
  const stored = await ctx.sql.unsafe<Stored[]>(`
    select width_bucket(ts, array[${cuts.map(instant).join(',')}]) as cut, model,
      service_tier as "serviceTier", region,
      width_bucket(tokens_in, array[${thresholds.join(',')}]) as bracket,
      cost_nano is not null as "costKnown", cost_nano is not null and flags & ${PRICED_HERE} = 0 as sent,
      tokens_in is null as no_in, tokens_out is null as no_out, count(*)::float8 as requests,
      sum(tokens_in)::float8 as "tokensIn", sum(tokens_out)::float8 as "tokensOut",
      coalesce(sum(tokens_cached), 0)::float8 as "tokensCached",
      coalesce(sum(tokens_reasoning), 0)::float8 as "tokensReasoning",
      coalesce(sum(tokens_cache_write), 0)::float8 as "tokensCacheWrite",
      coalesce(sum(tokens_cache_write_5m), 0)::float8 as "written5m",
      coalesce(sum(tokens_cache_write_1h), 0)::float8 as "written1h",
      coalesce(sum(cost_nano), 0)::text as "costNano"
    from event
    where slot = ${slotOf(ctx.project)} and ts >= ${instant(days.from * DAY_MS)} and ts < ${instant(days.to * DAY_MS)}
      and model = any('{${[...models.keys()].join(',')}}')
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9`);
  return stored.map(({ cut, model, bracket, costNano, ...group }) => {
    const atMs = cuts[cut - 1] ?? days.from * DAY_MS;
    return {
      ...group,
      serviceTier: group.serviceTier?.toLowerCase() ?? null,
      region: group.region?.toLowerCase() ?? null,
      atMs,
      day: Math.floor(atMs / DAY_MS),
      model: models.get(model) ?? '',
      inputTokensFrom: bracket === null ? null : (thresholds[bracket - 1] ?? 0),
      costPico: picoOfNano(costNano),
    };
  });
}

/** The times (ms) at which a day begins or a row may begin or end to price, ascending. */
function cutsOf({ from, to }: Days, rows: readonly PriceRow[]): number[] {
  const [start, end] = [from * DAY_MS, to * DAY_MS];
  const stepMs = rows.some(({ when }) => when.hours !== undefined) ? STEP_MS : DAY_MS;
  const steps = Array.from({ length: (end - start) / stepMs }, (_, i) => start + i * stepMs);
  const changes = rows.flatMap(({ effectiveFromMs, effectiveToMs }) => [effectiveFromMs, effectiveToMs ?? start]);
  return [...new Set([...steps, ...changes.filter((ms) => ms > start && ms < end)])].sort((a, b) => a - b);
}
