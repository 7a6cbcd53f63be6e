import type { Ctx } from '#server/platform/context.ts';
import { WEEK_MS } from '#server/platform/pure/durations.ts';
import type { Cell } from '#server/telemetry/rollup/domain/cell.ts';
import { floorTo, TIERS } from '#server/telemetry/rollup/domain/tiers.ts';
import { costOf, PARTS_OF_TOTALS } from './domain/metric.ts';
import { type MonitorSeries, monitorSeries } from './domain/monitor-series.ts';
import { RANGE_MS, shifted, type Window, windowOf } from './domain/range.ts';
import { sumCells, type Totals, totalsOf } from './domain/totals.ts';
import { readCells } from './read-cells.ts';
import { type ResolvedFilter, resolveFilter } from './resolve-filter.ts';

/** A figure with its curve, and both a week earlier. Unknown is null. */
export type Tile = {
  value: number | null;
  before: number | null;
  spark: (number | null)[];
  sparkBefore: (number | null)[];
  /** Quality: how many scored requests, and the 95 % interval. */
  n?: number;
  low?: number | null;
  high?: number | null;
};

export type OverviewTiles = {
  /** The last 24 hours, `[from, to)` in ms; `t` are the starts of the buckets of the sparks. */
  from: number;
  to: number;
  stepMs: number;
  t: number[];
  tiles: {
    requests: Tile;
    errorRate: Tile;
    latencyP99: Tile;
    ttftP95: Tile;
    quality: Tile;
    /** Dollars since midnight UTC; `before`: the same hours of the same day a week earlier. Sparks add up. */
    spendToday: Tile;
  };
};

const STEP_MS = 30 * 60_000;

/** The tiles of the overview: the last 24 hours against the same hours a week earlier. Four reads side by side. */
export async function readOverviewTiles(ctx: Ctx, query: { environment?: string }): Promise<OverviewTiles> {
  const filter = await resolveFilter(ctx, query);
  const now = ctx.clock.now().getTime();
  const fine = windowOf('24h', now);
  const to = Math.ceil(fine.to / STEP_MS) * STEP_MS;
  const from = to - RANGE_MS['24h'];
  const window: Window = { from, to, stepMs: STEP_MS, starts: startsOf(from, to) };
  const midnight = floorTo(now, TIERS.day.ms);
  const today: Window = { from: midnight, to, stepMs: STEP_MS, starts: startsOf(midnight, to) };
  // The running half hour is not over: the week before is cut where today stands.
  const until = floorTo(now, TIERS.minute.ms) + TIERS.minute.ms;
  const [current, before, spend, spendBefore] = await Promise.all([
    readWindow(ctx, { filter, window, until }),
    readWindow(ctx, { filter, window: shifted(window, WEEK_MS), until: until - WEEK_MS }),
    readWindow(ctx, { filter, window: today, until }),
    readWindow(ctx, { filter, window: shifted(today, WEEK_MS), until: until - WEEK_MS }),
  ]);
  const tile = (value: (t: Totals) => number | null, spark: (s: MonitorSeries) => (number | null)[]): Tile => ({
    value: value(current.totals),
    before: before.totals.requests === 0 ? null : value(before.totals),
    spark: spark(current.series),
    sparkBefore: spark(before.series),
  });
  const { quality } = current.totals;
  return {
    from,
    to,
    stepMs: STEP_MS,
    t: window.starts,
    tiles: {
      requests: tile(
        (t) => t.requests,
        (s) => s.requests.total,
      ),
      errorRate: tile(
        (t) => t.errorRate,
        (s) => s.requests.total.map((n, i) => (n === 0 ? null : (s.requests.errors[i] ?? 0) / n)),
      ),
      latencyP99: tile(
        (t) => t.latency.p99,
        (s) => s.latency.p99,
      ),
      ttftP95: tile(
        (t) => t.ttft.p95,
        (s) => s.ttft.p95,
      ),
      quality: {
        ...tile(
          (t) => t.quality?.mean ?? null,
          (s) => s.quality.mean,
        ),
        n: quality?.n ?? 0,
        low: quality?.low ?? null,
        high: quality?.high ?? null,
      },
      spendToday: {
        value: spend.totals.cost,
        before: spendBefore.totals.cost,
        spark: runningSum(today, spend.cells),
        sparkBefore: runningSum(shifted(today, WEEK_MS), spendBefore.cells),
      },
    },
  };
}

function startsOf(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, (to - from) / STEP_MS) }, (_, i) => from + i * STEP_MS);
}

async function readWindow(
  ctx: Ctx,
  { filter, window, until }: { filter: ResolvedFilter; window: Window; until: number },
) {
  const { groups } = await readCells(ctx, {
    ...window,
    to: Math.min(window.to, until),
    filter,
    parts: PARTS_OF_TOTALS,
  });
  const cells: ReadonlyMap<number, Cell> = groups[0]?.cells ?? new Map();
  return { cells, totals: totalsOf(sumCells(cells.values())), series: monitorSeries(cells, window.starts) };
}

/** Dollars spent until each bucket's end; null until the first known cost. */
function runningSum(window: Window, cells: ReadonlyMap<number, Cell>): (number | null)[] {
  let total: number | null = null;
  return window.starts.map((start) => {
    const cell = cells.get(start);
    const cost = cell ? costOf(cell) : null;
    if (cost !== null) total = (total ?? 0) + cost;
    return total;
  });
}
