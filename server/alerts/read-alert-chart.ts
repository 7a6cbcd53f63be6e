import { and, eq } from 'drizzle-orm';
import { alert, monitorVersion } from '#db/schema/alerts.ts';
import { isKnownMetric } from '#server/alerts/domain/not-measured.ts';
import type { Evidence } from '#server/alerts/domain/reading.ts';
import { lineOf } from '#server/alerts/domain/replay.ts';
import type { Rule } from '#server/alerts/domain/rule.ts';
import { SERIES_KINDS, type SeriesKind } from '#server/alerts/domain/series-kind.ts';
import { labelsKey } from '#server/alerts/domain/traffic.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/faults.ts';
import { HOUR_MS, MINUTE_MS } from '#server/platform/pure/durations.ts';
import { wilsonInterval } from '#server/stats/wilson.ts';
import { metricValue } from '#server/telemetry/query/domain/metric.ts';
import type { Cell } from '#server/telemetry/rollup/domain/cell.ts';
import { meanOfShards } from '#server/telemetry/rollup/domain/shard-sums.ts';
import { readSpanOf } from './evaluate/read-series.ts';
import { countOf, dimensionsOf, partsNeeded } from './evaluate/read-traffic.ts';

/** A value with its 95 % interval, where it has one. */
type Point = { value: number | null; low: number | null; high: number | null };

export type AlertChart = {
  /** What is drawn, in words. */
  metric: string;
  unit: 'share' | 'percent' | 'ms' | 'plain';
  starts: number[];
  points: Point[];
  /** The value that the series must not cross; null: it has none. */
  line: number | null;
};

const STEP_MS = 5 * MINUTE_MS;
const BEFORE_MS = 3 * HOUR_MS;

/**
 * The series of an alert in steps of five minutes: the three hours before its first bad minute until its end or now, at most
 * six hours. Null for an alert that has no series of ours. 404 unknown.
 */
export async function readAlertChart(ctx: Ctx, id: string): Promise<AlertChart | null> {
  const [row] = await ctx.db
    .select()
    .from(alert)
    .where(and(eq(alert.projectId, ctx.project.id), eq(alert.id, id)));
  if (!row) throw notFound();
  const kind = SERIES_KINDS.find((one) => one === row.kind);
  if (kind === undefined || row.monitorId === null || row.monitorVersion === null) return null;
  const [version] = await ctx.db
    .select({ spec: monitorVersion.spec })
    .from(monitorVersion)
    .where(and(eq(monitorVersion.monitorId, row.monitorId), eq(monitorVersion.version, row.monitorVersion)));
  if (!version) return null;
  const rule = version.spec as Rule;
  const began = (row.impactStart ?? row.openedAt).getTime();
  const from = Math.floor((began - BEFORE_MS) / STEP_MS) * STEP_MS;
  const until = Math.min((row.resolvedAt ?? ctx.clock.now()).getTime(), from + 2 * BEFORE_MS);
  const to = Math.max(from + STEP_MS, Math.floor(until / STEP_MS) * STEP_MS);
  const { version: number, ...names } = row.labels;
  const filter = { ...names, ...(number === undefined ? {} : { version: Number(number) }) };
  const read = await readSpanOf(kind)(ctx, {
    ...{
      dimensions: dimensionsOf(rule),
      count: countOf(rule),
      parts: partsNeeded({ kind, rule }),
      span: { from, to },
      stepMs: STEP_MS,
      filter,
    },
  });
  const cells = read.get(labelsKey(row.labels))?.cells;
  const starts = Array.from({ length: (to - from) / STEP_MS }, (_, i) => from + i * STEP_MS);
  const points = starts.map((start) => pointOf(kind, rule, cells?.get(start)));
  return { ...whatOf(kind, rule), starts, points, line: lineOf(kind, rule, row.evidence as unknown as Evidence) };
}

function whatOf(kind: SeriesKind, rule: Rule): Pick<AlertChart, 'metric' | 'unit'> {
  if (kind === 'quality') return { metric: 'Quality, 5-min means, 95 % interval', unit: 'share' };
  if (kind === 'outcome') return { metric: 'Failed outcomes, 5 minutes, 95 % interval', unit: 'share' };
  if (kind === 'latency') return { metric: 'P99 of 5 minutes', unit: 'ms' };
  if (kind === 'telemetry_missing') return { metric: 'Requests in 5 minutes', unit: 'plain' };
  if (kind === 'metric') return { metric: `${rule.metric ?? ''}, 5 minutes`, unit: 'plain' };
  if (kind === 'injection')
    return { metric: 'Requests with signals of those scanned, 5 minutes, 95 % interval', unit: 'percent' };
  return { metric: 'Failed requests, 5 minutes, 95 % interval', unit: 'percent' };
}

const NOTHING: Point = { value: null, low: null, high: null };

function pointOf(kind: SeriesKind, rule: Rule, cell: Cell | undefined): Point {
  if (cell === undefined) return kind === 'telemetry_missing' ? { ...NOTHING, value: 0 } : NOTHING;
  if (kind === 'quality') {
    const mean = meanOfShards(cell.shards);
    return mean === null ? NOTHING : { value: mean.mean, low: mean.low, high: mean.high };
  }
  if (kind === 'latency') return { ...NOTHING, value: metricValue('latency_p99', cell) };
  if (kind === 'telemetry_missing') return { ...NOTHING, value: cell.n };
  if (kind === 'outcome') {
    const failed = cell.outcomeN - cell.outcomeOk;
    const interval = wilsonInterval({ successes: failed, n: cell.outcomeN });
    return interval === null ? NOTHING : { value: failed / cell.outcomeN, low: interval[0], high: interval[1] };
  }
  if (kind === 'metric')
    return { ...NOTHING, value: isKnownMetric(rule.metric) ? metricValue(rule.metric, cell) : null };
  const interval = wilsonInterval({ successes: cell.errors, n: cell.n });
  if (interval === null) return NOTHING;
  return { value: (100 * cell.errors) / cell.n, low: 100 * interval[0], high: 100 * interval[1] };
}
