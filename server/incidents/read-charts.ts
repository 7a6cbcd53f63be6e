import type { Ctx } from '#server/platform/context.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/platform/pure/durations.ts';
import { type MonitorSeries, monitorSeries } from '#server/telemetry/query/domain/monitor-series.ts';
import { type Mark, readMarks } from '#server/telemetry/query/read-marks.ts';
import { type AlertLimit, limitOf } from './domain/alert-limit.ts';
import { windowOf } from './read-impact.ts';
import { readIncident } from './read-incident.ts';
import { filterOf, readTraffic } from './read-minutes.ts';
import { scopeOf } from './refresh-incident.ts';

export type IncidentCharts = {
  from: number;
  to: number;
  stepMs: number;
  t: number[];
  /** The impact, ms; null where no time of it is known. */
  impact: { from: number; to: number } | null;
  series: MonitorSeries;
  limits: AlertLimit[];
  marks: Mark[];
};

/** What is shown on both sides of the impact, at least. */
const AROUND_MS = 30 * MINUTE_MS;
const STEPS_MS = [MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, HOUR_MS, DAY_MS];
const POINTS_MAX = 180;

/**
 * The curves of an incident's traffic from half an hour before its impact to half an hour after it, with the limits that its
 * alerts fired on and what was changed. The smallest step that gives at most 180 points. 404 unknown incident.
 */
export async function readCharts(ctx: Ctx, name: string): Promise<IncidentCharts> {
  const { row, alerts } = await readIncident(ctx, name);
  const now = ctx.clock.now().getTime();
  const impact = windowOf(row, { now });
  const started = impact?.from ?? row.openedAt.getTime();
  const around = Math.max(AROUND_MS, ((impact?.to ?? started) - started) / 2);
  const stepMs =
    STEPS_MS.find((step) => ((impact?.to ?? started) - started + 2 * around) / step <= POINTS_MAX) ?? DAY_MS;
  const from = Math.floor((started - around) / stepMs) * stepMs;
  const to = Math.ceil(Math.min(now, (impact?.to ?? started) + around) / stepMs) * stepMs;
  const t = Array.from({ length: Math.max(0, Math.round((to - from) / stepMs)) }, (_, i) => from + i * stepMs);
  const scope = scopeOf(row);
  const cells = await readTraffic(ctx, scope, { from, to, stepMs, parts: ['latency', 'shards'] });
  const limits = alerts.flatMap((alert) => limitOf(alert) ?? []);
  const marks = await readMarks(ctx, { from, to }, filterOf(scope));
  return { from, to, stepMs, t, impact, series: monitorSeries(cells, t), limits, marks };
}
