import { and, eq, gte, lt, sql } from 'drizzle-orm';
import { alert } from '#db/schema/alerts.ts';
import { incident, incidentLink } from '#db/schema/incidents.ts';
import { directAction } from '#db/schema/runbooks.ts';
import { SEVERITIES, type Severity } from '#server/alerts/domain/alert.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import type { Interval } from '#server/stats/interval.ts';
import { wilsonInterval } from '#server/stats/wilson.ts';

/** How many firings of a severity were about something. `undecided`: open, or of an incident that nobody confirmed yet. */
export type AlertPrecision = {
  severity: Severity;
  firings: number;
  followed: number;
  undecided: number;
  /** Followed of those that are decided; null where none is. `interval`: 95 %, Wilson. */
  precision: number | null;
  interval: Interval | null;
};

/**
 * The precision of alerts that opened in `[from, to)`: a firing counts as followed where it belongs to an incident that was
 * confirmed and not declined, or where a person acted from it. Drills are left out. One index range of alerts, with two look-ups
 * by key each.
 */
export async function readAlertPrecision(
  ctx: ReadCtx,
  { from, to }: { from: Date; to: Date },
): Promise<AlertPrecision[]> {
  // With its table: the tables of the look-ups have columns of the same names.
  const linked = sql`${incidentLink} l join ${incident} i on i.id = l.incident_id where l.alert_id = alert.id`;
  const acted = sql`exists (select 1 from ${directAction} d where d.alert_id = alert.id)`;
  const isTrue = sql`(${acted} or exists (select 1 from ${linked} and i.state not in ('declined', 'triage')))`;
  const isWaiting = sql`(alert.resolved_at is null or exists (select 1 from ${linked} and i.state = 'triage'))`;
  const isDrill = sql`(alert.labels->>'drill' = 'true' or exists (select 1 from ${linked} and i.is_drill))`;
  const rows = await ctx.db
    .select({
      severity: alert.severity,
      firings: sql<number>`count(*)::int`,
      followed: sql<number>`(count(*) filter (where ${isTrue}))::int`,
      undecided: sql<number>`(count(*) filter (where ${isWaiting} and not ${isTrue}))::int`,
    })
    .from(alert)
    .where(
      and(
        ...[eq(alert.projectId, ctx.project.id), gte(alert.openedAt, from), lt(alert.openedAt, to)],
        sql`${isDrill} is not true`,
      ),
    )
    .groupBy(alert.severity);
  return SEVERITIES.flatMap((severity): AlertPrecision[] => {
    const row = rows.find((one) => one.severity === severity);
    if (row === undefined) return [];
    const n = row.firings - row.undecided;
    const precision = n === 0 ? null : row.followed / n;
    return [{ ...row, precision, interval: wilsonInterval({ successes: row.followed, n }) }];
  });
}
