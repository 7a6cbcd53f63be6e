import type { Ctx } from '#server/platform/context.ts';
import { WEEK_MS } from '#server/platform/pure/durations.ts';
import { type DriftPanel, driftReachesTo, readDrift } from '#server/telemetry/drift/read-drift.ts';
import type { RequestRow } from '#server/telemetry/event/event-row.ts';
import type { Cell } from '#server/telemetry/rollup/domain/cell.ts';
import { PARTS_OF_TOTALS } from './domain/metric.ts';
import { type MonitorSeries, monitorSeries } from './domain/monitor-series.ts';
import { customWindow, type Range, shifted, type Window, windowOf } from './domain/range.ts';
import { sumCells, type Totals, totalsOf } from './domain/totals.ts';
import { oldestDay } from './oldest-day.ts';
import { type Cells, readCells, readDirty } from './read-cells.ts';
import { type Mark, readMarks } from './read-marks.ts';
import { readRequests } from './read-requests.ts';
import { type CodeBand, type ModelBand, readCostByModel, readErrorCodes } from './read-shares.ts';
import { type Filter, type ResolvedFilter, resolveFilter } from './resolve-filter.ts';

export type MonitorQuery = Filter & {
  range: Range;
  /** Both together replace `range`. */
  from?: Date;
  to?: Date;
  compare?: 'previous' | 'week';
};

export type Monitor = Omit<MonitorSeries, 'requests' | 'cost'> & {
  from: number;
  to: number;
  stepMs: number;
  /** Starts of the buckets; every series has an entry for each. */
  t: number[];
  /** `raw` where only raw events cover the filter; the screen shows that, with the time it took. */
  source: Cells['source'];
  tookMs: number;
  /** Changed minutes of the range whose newest events are not summed yet; 0 = the numbers are exact. */
  settling: number;
  totals: Totals;
  requests: MonitorSeries['requests'] & { byCode: CodeBand[] };
  cost: { total: MonitorSeries['cost']; byModel: ModelBand[] };
  compare: Comparison | null;
  marks: Mark[];
  drift: DriftPanel;
  latest: RequestRow[];
  /** Start of the first day with any event of this project; null = there never was one. */
  firstEver: number | null;
};

/** An earlier range of the same length; its series stand at the places of the range it is compared with. */
export type Comparison = {
  kind: 'previous' | 'week';
  from: number;
  to: number;
  totals: Totals;
  requests: number[];
  errors: number[];
  latencyP99: (number | null)[];
  ttftP95: (number | null)[];
  cost: (number | null)[];
  quality: (number | null)[];
  tokensIn: (number | null)[];
};

const LATEST = 20;

/**
 * Everything that the monitor page draws, in one result. All reads run side by side; 30 days are some hundred rows of
 * the hour tier, however many events they stand for. 422 `range_too_large` where a filter needs too many raw events.
 */
export async function readMonitor(ctx: Ctx, query: MonitorQuery): Promise<Monitor> {
  const started = performance.now();
  const now = ctx.clock.now().getTime();
  const window =
    query.from && query.to ? customWindow(query.from.getTime(), query.to.getTime()) : windowOf(query.range, now);
  const filter = await resolveFilter(ctx, query);
  const { from, to, stepMs, starts } = window;
  // Once for all charts, and before all of them; drift looks further back than most ranges.
  const dirty = await readDirty(ctx, { from: Math.min(from, driftReachesTo(to, now)), to });
  const [read, byCode, byModel, compare, marks, drift, latest, oldest] = await Promise.all([
    readCells(ctx, { ...window, filter, dirty, parts: PARTS_OF_TOTALS }),
    readErrorCodes(ctx, { filter, window, dirty }),
    readCostByModel(ctx, { filter, window, dirty }),
    query.compare === undefined ? null : readComparison(ctx, { filter, window, kind: query.compare }),
    readMarks(ctx, window, query),
    readDrift(ctx, { filter, to, dirty }),
    readRequests(ctx, { ...query, from, to, limit: LATEST }),
    oldestDay(ctx),
  ]);
  const cells: ReadonlyMap<number, Cell> = read.groups[0]?.cells ?? new Map();
  const { requests, cost, ...series } = monitorSeries(cells, starts);
  return {
    from,
    to,
    stepMs,
    t: starts,
    source: read.source,
    settling: read.pendingMinutes,
    totals: totalsOf(sumCells(cells.values())),
    ...series,
    requests: { ...requests, byCode },
    cost: { total: cost, byModel },
    compare,
    marks,
    drift,
    latest: latest.data,
    firstEver: oldest >= now ? null : oldest,
    tookMs: performance.now() - started,
  };
}

async function readComparison(
  ctx: Ctx,
  { filter, window, kind }: { filter: ResolvedFilter; window: Window; kind: 'previous' | 'week' },
): Promise<Comparison> {
  const length = window.to - window.from;
  // Whole weeks back for ranges beyond one, so that Mondays stand on Mondays and nothing overlaps.
  const by = kind === 'previous' ? length : Math.ceil(length / WEEK_MS) * WEEK_MS;
  const before = shifted(window, by);
  const { groups } = await readCells(ctx, { ...before, filter, parts: PARTS_OF_TOTALS });
  const cells: ReadonlyMap<number, Cell> = groups[0]?.cells ?? new Map();
  const series = monitorSeries(cells, before.starts);
  return {
    kind,
    from: before.from,
    to: before.to,
    totals: totalsOf(sumCells(cells.values())),
    requests: series.requests.total,
    errors: series.requests.errors,
    latencyP99: series.latency.p99,
    ttftP95: series.ttft.p95,
    cost: series.cost,
    quality: series.quality.mean,
    tokensIn: series.tokens.in,
  };
}
