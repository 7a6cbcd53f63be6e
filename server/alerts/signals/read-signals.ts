import { labelsKey } from '#server/alerts/domain/traffic.ts';
import type { Ctx } from '#server/platform/context.ts';
import { DAY_MS, MINUTE_MS } from '#server/platform/pure/durations.ts';
import { bucketStarts, chartStepMs, POINTS_MAX, wholeMinutesMs } from '#server/telemetry/query/domain/step.ts';
import { sumCells } from '#server/telemetry/query/domain/totals.ts';
import { readCells } from '#server/telemetry/query/read-cells.ts';
import { numberConditions, resolveFilter } from '#server/telemetry/query/resolve-filter.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { storeOf } from '#server/telemetry/store/store.ts';
import { readSignalSpan, SIGNAL_GROUPINGS } from './read-signal-span.ts';

export type SignalsQuery = {
  /** ms; left out: 24 hours until now. */
  from?: number;
  to?: number;
  stepMs?: number;
  prompt?: string;
  environment?: string;
};

/** One series; a point is when (ms), scanned, counted, and their share where anything was scanned. */
export type SignalSeries = {
  prompt: string | null;
  environment: string | null;
  points: [at: number, scanned: number, counted: number, share: number | null][];
};

export type Coverage = {
  requests: number;
  scanned: number;
  counted: number;
  judged: number;
  cut: number;
  share: number | null;
  storesTexts: boolean;
  /** The end of the last minute that was scanned, ms. */
  scannedUntil: number | null;
};

export type Signals = {
  from: number;
  to: number;
  stepMs: number;
  coverage: Coverage;
  series: SignalSeries[];
  leftOut: number;
};

/** Points of a chart, and series of one response: the ones with most scanned requests. */
const CHART_POINTS = 240;
const SERIES_MAX = 20;

const shareOf = (counted: number, scanned: number): number | null => (scanned === 0 ? null : counted / scanned);

/**
 * How many requests carry signals of prompt injection, of how many that could be scanned, over time and of all that there
 * were. Cost: a row a group and minute (of whole hours: a group and hour), and the total of requests from rollups.
 */
export async function readSignals(ctx: Ctx, query: SignalsQuery): Promise<Signals> {
  const now = ctx.clock.now().getTime();
  const to = query.to ?? now;
  const from = Math.min(query.from ?? to - DAY_MS, to - MINUTE_MS);
  const asked = query.stepMs === undefined ? 0 : wholeMinutesMs(query.stepMs / 1000);
  const stepMs = Math.max(asked, chartStepMs(to - from, asked === 0 ? CHART_POINTS : POINTS_MAX / SERIES_MAX));
  const starts = bucketStarts(from, to, stepMs);
  const span = { from: starts[0] ?? from, to: (starts.at(-1) ?? to) + stepMs };
  const filter = { prompt: query.prompt, environment: query.environment };
  const read = { dimensions: SIGNAL_GROUPINGS, count: 'all', parts: [], span, stepMs, filter } as const;
  const cells = await readSignalSpan(ctx, read);
  const all = [...cells.values()]
    .map(({ labels, cells }) => ({ labels, cells, total: sumCells(cells.values()) }))
    .sort((a, b) => b.total.n - a.total.n || (labelsKey(a.labels) < labelsKey(b.labels) ? -1 : 1));
  const series = all.slice(0, SERIES_MAX).map(
    ({ labels, cells }): SignalSeries => ({
      prompt: labels.prompt ?? null,
      environment: labels.environment ?? null,
      points: starts.map((start) => {
        const { n = 0, errors = 0 } = cells.get(start) ?? {};
        return [start, n, errors, shareOf(errors, n)];
      }),
    }),
  );
  return {
    ...{ from: span.from, to: span.to, stepMs, series, leftOut: all.length - series.length },
    coverage: await readCoverage(ctx, { ...span, stepMs, filter }),
  };
}

type Sums = Pick<Coverage, 'scanned' | 'counted' | 'judged' | 'cut'>;

async function readCoverage(
  ctx: Ctx,
  given: { from: number; to: number; stepMs: number; filter: Pick<SignalsQuery, 'prompt' | 'environment'> },
): Promise<Coverage> {
  const { from, to, stepMs } = given;
  const slot = slotOf(ctx.project);
  const filter = await resolveFilter(ctx, given.filter);
  const conditions = numberConditions(filter).map((condition) => ` and ${condition}`);
  const [requests, sums, last, settings] = await Promise.all([
    readCells(ctx, { from, to, stepMs, filter }),
    ctx.sql.unsafe<Sums[]>(
      `select coalesce(sum(scanned), 0)::float8 as scanned, coalesce(sum(found), 0)::float8 as counted,
         coalesce(sum(judged), 0)::float8 as judged, coalesce(sum(cut), 0)::float8 as cut
       from signal_rollup where slot = $1 and tier = ${stepMs % 3_600_000 === 0 ? 2 : 1} and bucket >= $2 and bucket < $3
         ${filter.empty ? 'and false' : conditions.join('')}`,
      [slot, new Date(from), new Date(to)],
    ),
    ctx.sql<{ ms: number | null }[]>`
      select extract(epoch from max(minute))::float8 * 1000 as ms from signal_scan where slot = ${slot}`,
    storeOf(ctx).settings.of(ctx.project.id),
  ]);
  const { scanned, counted, judged, cut } = sums[0] ?? { scanned: 0, counted: 0, judged: 0, cut: 0 };
  const until = last[0]?.ms ?? null;
  return {
    ...{ scanned, counted, judged, cut, share: shareOf(counted, scanned) },
    requests: sumCells(requests.groups.flatMap((group) => [...group.cells.values()])).n,
    storesTexts: settings.storesBodies,
    scannedUntil: until === null ? null : Math.round(until) + MINUTE_MS,
  };
}
