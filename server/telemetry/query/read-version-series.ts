import type { Ctx } from '#server/platform/context.ts';
import { type MonitorSeries, monitorSeries } from './domain/monitor-series.ts';
import { customWindow, type Range, windowOf } from './domain/range.ts';
import { sumCells, type Totals, totalsOf } from './domain/totals.ts';
import { type CellGroup, type Cells, readCells } from './read-cells.ts';
import { type Mark, readMarks } from './read-marks.ts';
import { resolveFilter } from './resolve-filter.ts';

export type VersionSeriesQuery = {
  prompt: string;
  environment?: string;
  range: Range;
  /** Both together replace `range`. */
  from?: Date;
  to?: Date;
};

/** One version of a prompt over the range; every list has an entry for each bucket. Unknown is null. */
export type VersionLine = {
  version: number;
  totals: Totals;
  requests: number[];
  /** 0..1; null in a bucket without requests. */
  errorRate: (number | null)[];
  /** Milliseconds. */
  latencyP95: (number | null)[];
  /** 0..1 with its 95 % interval. */
  quality: MonitorSeries['quality'];
  /** US dollars. */
  cost: (number | null)[];
};

export type VersionSeries = {
  from: number;
  to: number;
  stepMs: number;
  /** Starts of the buckets, ms. */
  t: number[];
  source: Cells['source'];
  tookMs: number;
  /** The busiest versions, newest first. */
  versions: VersionLine[];
  /** Versions with traffic that are left out. */
  more: number;
  marks: Mark[];
};

/** Most lines that can be distinguished in a chart. */
const VERSIONS_MAX = 5;

/** How the versions of one prompt did, side by side: one read of the set "prompt version", and what changed meanwhile. */
export async function readVersionSeries(ctx: Ctx, query: VersionSeriesQuery): Promise<VersionSeries> {
  const { prompt, environment, range, from, to } = query;
  const window = from && to ? customWindow(from.getTime(), to.getTime()) : windowOf(range, ctx.clock.now().getTime());
  const [read, marks] = await Promise.all([
    readCells(ctx, {
      ...window,
      filter: await resolveFilter(ctx, { prompt, environment }),
      groupBy: ['prompt', 'version'],
      parts: ['latency', 'shards'],
    }),
    readMarks(ctx, window, { prompt, environment }),
  ]);
  // Version 0 stands for events that named none.
  const known = read.groups.filter(({ dims }) => dims.version > 0);
  const busiest = known.toSorted((a, b) => requestsOf(b) - requestsOf(a)).slice(0, VERSIONS_MAX);
  return {
    from: window.from,
    to: window.to,
    stepMs: window.stepMs,
    t: window.starts,
    source: read.source,
    tookMs: read.tookMs,
    versions: busiest.map((group) => lineOf(group, window.starts)).sort((a, b) => b.version - a.version),
    more: known.length - busiest.length,
    marks,
  };
}

const requestsOf = ({ cells }: CellGroup): number => [...cells.values()].reduce((sum, cell) => sum + cell.n, 0);

function lineOf({ dims, cells }: CellGroup, starts: readonly number[]): VersionLine {
  const { requests, latency, quality, cost } = monitorSeries(cells, starts);
  return {
    version: dims.version,
    totals: totalsOf(sumCells(cells.values())),
    requests: requests.total,
    errorRate: requests.total.map((n, i) => (n === 0 ? null : (requests.errors[i] ?? 0) / n)),
    latencyP95: latency.p95,
    quality,
    cost,
  };
}
