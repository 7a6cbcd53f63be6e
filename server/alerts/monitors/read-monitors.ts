import { and, asc, count, eq, isNull } from 'drizzle-orm';
import { alert, monitor } from '#db/schema/alerts.ts';
import { type Names, whyNotMeasured } from '#server/alerts/domain/not-measured.ts';
import type { Rule } from '#server/alerts/domain/rule.ts';
import { SERIES_KINDS } from '#server/alerts/domain/series-kind.ts';
import type { Ctx, ReadCtx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/faults.ts';
import { isUuid } from '#server/platform/ids.ts';
import { type Facet, readFacets, VALUES_MAX } from '#server/telemetry/query/read-facets.ts';
import type { MonitorRow } from './create-monitor.ts';

export type MonitorView = MonitorRow & {
  /** Open alerts. */
  firing: number;
  /** Why it looks at nothing; null where it measures, or looks at what other features find. */
  notMeasured: string | null;
};

/** Every monitor of the project, at most 1,000: the built-in ones first, then by name. The worker gives a new project its built-in ones within 30 s. */
export async function readMonitors(ctx: Ctx): Promise<MonitorView[]> {
  const rows = await ctx.db
    .select()
    .from(monitor)
    .where(eq(monitor.projectId, ctx.project.id))
    .orderBy(asc(monitor.createdAt), asc(monitor.name));
  const firing = await readFiring(ctx);
  const names = await readNames(ctx, rows);
  return rows
    .map((row) => ({ ...row, firing: firing.get(row.id) ?? 0, notMeasured: reasonOf(row, names) }))
    .sort((a, b) => Number(b.builtin !== null) - Number(a.builtin !== null) || a.name.localeCompare(b.name, 'en'));
}

/** One monitor. 404 unknown. */
export async function readMonitorRow(ctx: Ctx, id: string): Promise<MonitorView> {
  if (!isUuid(id)) throw notFound();
  const mine = and(eq(monitor.projectId, ctx.project.id), eq(monitor.id, id));
  const [row] = await ctx.db.select().from(monitor).where(mine);
  if (!row) throw notFound();
  const notMeasured = reasonOf(row, await readNames(ctx, [row]));
  return { ...row, firing: (await readFiring(ctx)).get(id) ?? 0, notMeasured };
}

const isOfSeries = ({ kind }: MonitorRow): boolean => SERIES_KINDS.some((one) => one === kind);

const reasonOf = (row: MonitorRow, names: Names | null): string | null =>
  isOfSeries(row) ? whyNotMeasured(row.kind, row.spec as Rule, names) : null;

/** The names that had requests, where a monitor asks for one: a few day rows a name. */
async function readNames(ctx: Ctx, rows: readonly MonitorRow[]): Promise<Names | null> {
  if (!rows.some((row) => isOfSeries(row) && Object.keys((row.spec as Rule).filter).length > 0)) return null;
  const { prompts, environments, models, services, versions } = await readFacets(ctx);
  const namesOf = (facets: readonly Facet[], counted = facets.length) =>
    counted < VALUES_MAX ? new Set(facets.map(({ value }) => value)) : null;
  return {
    ...{ prompt: namesOf(prompts, versions.length), environment: namesOf(environments) },
    ...{ model: namesOf(models), service: namesOf(services) },
  };
}

async function readFiring(ctx: ReadCtx): Promise<Map<string, number>> {
  const rows = await ctx.db
    .select({ id: alert.monitorId, n: count() })
    .from(alert)
    .where(and(eq(alert.projectId, ctx.project.id), isNull(alert.resolvedAt)))
    .groupBy(alert.monitorId);
  return new Map(rows.flatMap(({ id, n }) => (id === null ? [] : [[id, n] as const])));
}
