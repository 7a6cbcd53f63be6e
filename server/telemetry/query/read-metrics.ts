import type { z } from 'zod';
import type { Ctx } from '#server/platform/context.ts';
import type { metricsQuery } from '#server/telemetry/contract.ts';
import { RANGE_MS } from './domain/range.ts';
import { readMarks } from './read-marks.ts';
import { readSeries } from './read-series.ts';

/** The body of `GET /api/v1/metrics`: series, what changed in the same range, and where the numbers came from. */
export async function readMetrics(ctx: Ctx, query: z.infer<typeof metricsQuery>): Promise<Record<string, unknown>> {
  const { metric, step, group_by, ...filter } = query;
  const to = query.to === undefined ? ctx.clock.now().getTime() : Date.parse(query.to);
  const from = query.from === undefined ? to - RANGE_MS['24h'] : Date.parse(query.from);
  const { from: _from, to: _to, ...narrowed } = filter;
  const read = await readSeries(ctx, { metric, from, to, stepS: step, groupBy: group_by, filter: narrowed });
  const marks = await readMarks(ctx, { from, to }, narrowed);
  const times = read.starts.map((start) => new Date(start).toISOString());
  return {
    metric,
    step: read.stepMs / 1000,
    source: read.source,
    took_ms: Math.round(read.tookMs),
    pending_minutes: read.pendingMinutes,
    series: read.series.map(({ group, values }) => ({ group, points: values.map((value, i) => [times[i], value]) })),
    annotations: marks.map(({ t, kind, title, path }) => ({
      t: new Date(t).toISOString(),
      kind,
      title,
      href: `${ctx.publicUrl}/p/${ctx.project.name}${path}`,
    })),
  };
}
