import type { Ctx } from '#server/platform/context.ts';
import { MINUTE_MS } from '#server/platform/pure/durations.ts';
import type { Part } from '#server/telemetry/query/domain/metric.ts';
import { sumCells } from '#server/telemetry/query/domain/totals.ts';
import { readCells } from '#server/telemetry/query/read-cells.ts';
import { type Filter, resolveFilter } from '#server/telemetry/query/resolve-filter.ts';
import type { Cell } from '#server/telemetry/rollup/domain/cell.ts';
import { isOutside, knownOf, limitOf } from './domain/alert-limit.ts';
import type { Minute } from './domain/breach-run.ts';
import type { IncidentScope } from './domain/incident.ts';

/** The filter of an incident's traffic. */
export const filterOf = ({ prompt, version, environment, model }: IncidentScope): Filter => ({
  prompt: prompt ?? undefined,
  version: prompt === null ? undefined : (version ?? undefined),
  environment: environment ?? undefined,
  model: model ?? undefined,
});

/**
 * The traffic of a scope in buckets from the rollups, with what has arrived since. 422 `range_too_large` where only raw
 * events would be exact and there are too many.
 */
export async function readTraffic(
  ctx: Ctx,
  scope: IncidentScope,
  { from, to, stepMs = MINUTE_MS, parts }: { from: number; to: number; stepMs?: number; parts: readonly Part[] },
): Promise<ReadonlyMap<number, Cell>> {
  const filter = await resolveFilter(ctx, filterOf(scope));
  const { groups } = await readCells(ctx, { from, to, stepMs, filter, parts });
  return groups[0]?.cells ?? new Map();
}

type Fired = { kind: string; evidence: Record<string, unknown> };

const PARTS = { error_rate: [], latency_p99: ['latency'], quality: ['shards'] } as const;

/** The minutes of what an alert fired on, bad and good ones; null where its evidence names no limit on them. */
export async function readMinutes(
  ctx: Ctx,
  alert: Fired,
  scope: IncidentScope,
  range: { from: number; to: number },
): Promise<Minute[] | null> {
  return (await readSeries(ctx, alert, scope, range))?.minutes ?? null;
}

/** The same, and whether minutes together are outside of the limit. */
export async function readSeries(
  ctx: Ctx,
  alert: Fired,
  scope: IncidentScope,
  range: { from: number; to: number },
): Promise<{ minutes: Minute[]; isWindowBad: (from: number, to: number) => boolean } | null> {
  const limit = limitOf(alert);
  if (limit === null) return null;
  const cells = await readTraffic(ctx, scope, { ...range, parts: PARTS[limit.metric] });
  const minutes = [...cells].map(([at, cell]) => ({ at, n: knownOf(limit, cell), isBad: isOutside(limit, cell) }));
  const isWindowBad = (from: number, to: number): boolean => {
    const inside: Cell[] = [];
    for (let at = from; at < to; at += MINUTE_MS) {
      const cell = cells.get(at);
      if (cell !== undefined) inside.push(cell);
    }
    return isOutside(limit, sumCells(inside));
  };
  return { minutes, isWindowBad };
}
