import { and, asc, count, eq, isNull } from 'drizzle-orm';
import { alert, monitor } from '#db/schema/alerts.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/faults.ts';
import { isUuid } from '#server/platform/ids.ts';
import type { MonitorRow } from './create-monitor.ts';

export type MonitorView = MonitorRow & {
  /** Open alerts. */
  firing: number;
};

/** Every monitor of the project, at most 1,000: the built-in ones first, then by name. The worker gives a new project its built-in ones within 30 s. */
export async function readMonitors(ctx: ReadCtx): Promise<MonitorView[]> {
  const rows = await ctx.db
    .select()
    .from(monitor)
    .where(eq(monitor.projectId, ctx.project.id))
    .orderBy(asc(monitor.createdAt), asc(monitor.name));
  const firing = await readFiring(ctx);
  return rows
    .map((row) => ({ ...row, firing: firing.get(row.id) ?? 0 }))
    .sort((a, b) => Number(b.builtin !== null) - Number(a.builtin !== null) || a.name.localeCompare(b.name, 'en'));
}

/** One monitor. 404 unknown. */
export async function readMonitorRow(ctx: ReadCtx, id: string): Promise<MonitorView> {
  if (!isUuid(id)) throw notFound();
  const mine = and(eq(monitor.projectId, ctx.project.id), eq(monitor.id, id));
  const [row] = await ctx.db.select().from(monitor).where(mine);
  if (!row) throw notFound();
  return { ...row, firing: (await readFiring(ctx)).get(id) ?? 0 };
}

async function readFiring(ctx: ReadCtx): Promise<Map<string, number>> {
  const rows = await ctx.db
    .select({ id: alert.monitorId, n: count() })
    .from(alert)
    .where(and(eq(alert.projectId, ctx.project.id), isNull(alert.resolvedAt)))
    .groupBy(alert.monitorId);
  return new Map(rows.flatMap(({ id, n }) => (id === null ? [] : [[id, n] as const])));
}
