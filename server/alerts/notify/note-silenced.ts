import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import { alert, alertEntry } from '#db/schema/alerts.ts';
import { addEntries } from '#server/alerts/write-entries.ts';
import type { InTx } from '#server/platform/in-transaction.ts';
import type { AlertLine } from './read-group.ts';

/**
 * Writes onto alerts that a silence began or ceased to hide them, when a group of them is looked at: once, however many
 * channels have the group. Nothing where no silence of the group changed; else three statements.
 */
export async function noteSilenced(
  ctx: InTx,
  { alerts, before }: { alerts: readonly AlertLine[]; before: readonly string[] },
): Promise<void> {
  const was = new Set(before);
  const open = alerts.filter(({ resolvedAt }) => resolvedAt === null);
  const changed = open.filter((one) => (one.silencedUntil !== null) !== was.has(one.fingerprint));
  if (changed.length === 0) return;
  const ids = changed.map(({ id }) => id);
  const mine = and(eq(alert.projectId, ctx.project.id), inArray(alert.id, ids));
  await ctx.db.select({ id: alert.id }).from(alert).where(mine).orderBy(asc(alert.id)).for('update');
  const last = await ctx.db
    .selectDistinctOn([alertEntry.alertId], { alertId: alertEntry.alertId, kind: alertEntry.kind })
    .from(alertEntry)
    .where(
      and(
        eq(alertEntry.projectId, ctx.project.id),
        inArray(alertEntry.alertId, ids),
        inArray(alertEntry.kind, ['silenced', 'unsilenced']),
      ),
    )
    .orderBy(asc(alertEntry.alertId), desc(alertEntry.id));
  const isSilenced = new Map(last.map(({ alertId, kind }) => [alertId, kind === 'silenced']));
  const at = ctx.clock.now();
  await addEntries(
    ctx,
    changed
      .filter(({ id, silencedUntil }) => (isSilenced.get(id) ?? false) !== (silencedUntil !== null))
      .map(({ id, silencedUntil: until }) =>
        until === null
          ? { alertId: id, at, kind: 'unsilenced' }
          : { alertId: id, at, kind: 'silenced', detail: { until: new Date(until).toISOString() } },
      ),
  );
}
