import { and, eq, inArray } from 'drizzle-orm';
import { monitor, monitorSeries } from '#db/schema/alerts.ts';
import { CONDITION_KINDS, type ConditionKind } from '#server/alerts/domain/condition-kind.ts';
import type { MonitorKind } from '#server/alerts/domain/monitor-kind.ts';
import type { Rule } from '#server/alerts/domain/rule.ts';
import { SERIES_KINDS, type SeriesKind } from '#server/alerts/domain/series-kind.ts';
import type { SeriesMemory } from '#server/alerts/domain/step-monitor.ts';
import { type Labels, labelsKey } from '#server/alerts/domain/traffic.ts';
import type { Ctx } from '#server/platform/context.ts';

type Row = Pick<typeof monitor.$inferSelect, 'id' | 'name' | 'severity' | 'version'>;

/** A monitor of what other features find. */
export type ConditionMonitor = Row & { kind: ConditionKind };

/** A monitor of a series, with its rule. */
export type WatchedMonitor = Row & { kind: SeriesKind; rule: Rule };

/** A series that is not plainly ok. */
export type Known = { labels: Labels; memory: SeriesMemory };

/** The enabled monitors of the project of some kinds. */
const readEnabled = (ctx: Ctx, kinds: readonly MonitorKind[]) =>
  ctx.db
    .select()
    .from(monitor)
    .where(and(eq(monitor.projectId, ctx.project.id), eq(monitor.enabled, true), inArray(monitor.kind, [...kinds])));

/** Those that look at figures of traffic. */
export const readWatched = async (ctx: Ctx): Promise<WatchedMonitor[]> =>
  (await readEnabled(ctx, SERIES_KINDS)).map(({ spec, ...row }) => ({
    ...row,
    kind: row.kind as SeriesKind,
    rule: spec as Rule,
  }));

/** Those that look at what other features find. */
export const readConditionMonitors = async (ctx: Ctx): Promise<ConditionMonitor[]> =>
  (await readEnabled(ctx, CONDITION_KINDS)).map((row) => ({ ...row, kind: row.kind as ConditionKind }));

/** The states of the series of the project's monitors, by monitor and labels. */
export async function readMemories(ctx: Ctx): Promise<Map<string, Map<string, Known>>> {
  const rows = await ctx.db
    .select({ monitorId: monitorSeries.monitorId, labels: monitorSeries.labels, memory: monitorSeries.memory })
    .from(monitorSeries)
    .innerJoin(monitor, eq(monitor.id, monitorSeries.monitorId))
    .where(eq(monitor.projectId, ctx.project.id));
  const known = new Map<string, Map<string, Known>>();
  for (const { monitorId, labels, memory } of rows) {
    const of = known.get(monitorId) ?? new Map<string, Known>();
    known.set(monitorId, of.set(labelsKey(labels), { labels, memory: memory as SeriesMemory }));
  }
  return known;
}
