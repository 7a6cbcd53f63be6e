import { and, eq, gte, inArray, lt, max, ne } from 'drizzle-orm';
import { alert, alertEntry } from '#db/schema/alerts.ts';
import type { Ctx } from '#server/platform/context.ts';
import { MINUTE_MS } from '#server/platform/pure/durations.ts';
import { isEarlierSignal, SIGNAL_REACH_MS, startBySignal } from './domain/earlier-signal.ts';
import type { IncidentScope } from './domain/incident.ts';
import { isSameScope } from './domain/same-scope.ts';
import { readMinutes } from './read-minutes.ts';

type AlertRow = typeof alert.$inferSelect;

/** `start`: when the impact began by it; null: not with it. */
export type EarlierSignal = { alert: AlertRow; start: Date | null };

/** Alerts whose minutes are read for one page: more of one measure and traffic say nothing new. */
const READ_MAX = 5;

/**
 * The alerts that warned of what a page tells, before its first bad minute: of the same measure and traffic. The earliest
 * five. `start`: the page's first bad minute, or when it fired. Reads the rollups of at most twelve hours for each.
 */
export async function findEarlier(
  ctx: Ctx,
  page: AlertRow,
  { scope, start }: { scope: IncidentScope; start: Date },
): Promise<EarlierSignal[]> {
  const rows = await ctx.db
    .select()
    .from(alert)
    .where(
      and(
        ...[eq(alert.projectId, ctx.project.id), ne(alert.id, page.id), lt(alert.openedAt, start)],
        gte(alert.openedAt, new Date(start.getTime() - SIGNAL_REACH_MS)),
      ),
    )
    .orderBy(alert.openedAt);
  const near = rows.filter((one) => isSameScope(scope, one));
  const ends = await lastEnds(
    ctx,
    near.map(({ id }) => id),
  );
  const signals = near
    .map((row) => ({ row, signal: { ...timesOf(row), endedAt: ends.get(row.id) ?? null } }))
    .filter(({ signal }) => isEarlierSignal(signal, { kind: page.kind, start: start.getTime() }))
    .slice(0, READ_MAX);
  const found: EarlierSignal[] = [];
  for (const { row, signal } of signals) {
    const from = Math.floor((signal.openedAt - SIGNAL_REACH_MS) / MINUTE_MS) * MINUTE_MS;
    const minutes = await readMinutes(ctx, row, scope, { from, to: start.getTime() });
    const began = startBySignal(signal, minutes ?? [], start.getTime());
    found.push({ alert: row, start: began === null ? null : new Date(began) });
  }
  return found;
}

const timesOf = ({ kind, openedAt, impactStart, resolvedAt }: AlertRow) => ({
  ...{ kind, openedAt: openedAt.getTime(), impactStart: impactStart?.getTime() ?? null },
  resolvedAt: resolvedAt?.getTime() ?? null,
});

/** When each alert ended last. One that fires again has an end too: it was good in between. */
async function lastEnds(ctx: Ctx, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .select({ id: alertEntry.alertId, at: max(alertEntry.at) })
    .from(alertEntry)
    .where(
      and(
        eq(alertEntry.projectId, ctx.project.id),
        inArray(alertEntry.alertId, [...ids]),
        eq(alertEntry.kind, 'resolved'),
      ),
    )
    .groupBy(alertEntry.alertId);
  return new Map(rows.flatMap(({ id, at }) => (at === null ? [] : [[id, at.getTime()]])));
}
