import { and, asc, desc, eq, gte, lte } from 'drizzle-orm';
import { alert, alertEntry } from '#db/schema/alerts.ts';
import { channel, notification } from '#db/schema/notify.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/faults.ts';
import { isUuid } from '#server/platform/ids.ts';
import { HOUR_MS } from '#server/platform/pure/durations.ts';
import { groupKeyOf } from './domain/grouping.ts';

/** Entries, and messages, that are read of an alert; the newest. */
const LISTED_MAX = 50;
/** Resolves are told up to so long after the end: 30 min held back, and five minutes between messages. */
const TOLD_AFTER_MS = HOUR_MS;

/**
 * What happened to an alert, newest first: its entries, and the messages about its group from its opening to an hour after
 * its end, as they stand in the delivery logs now. At most 50 of each. 404 unknown. Two index ranges.
 */
export async function readStory(ctx: ReadCtx, { id }: { id: string }) {
  const mine = and(eq(alert.projectId, ctx.project.id), eq(alert.id, id));
  const [of] = isUuid(id) ? await ctx.db.select().from(alert).where(mine) : [];
  if (of === undefined) throw notFound();
  const entries = await ctx.db
    .select({ at: alertEntry.at, kind: alertEntry.kind, actor: alertEntry.actor, detail: alertEntry.detail })
    .from(alertEntry)
    .where(and(eq(alertEntry.projectId, ctx.project.id), eq(alertEntry.alertId, of.id)))
    .orderBy(desc(alertEntry.id))
    .limit(LISTED_MAX);
  const until = of.resolvedAt === null ? undefined : new Date(of.resolvedAt.getTime() + TOLD_AFTER_MS);
  const told = await ctx.db
    .select({
      ...{ id: notification.id, at: notification.createdAt, reason: notification.reason, state: notification.state },
      ...{ attempts: notification.attempts, channel: channel.name },
    })
    .from(channel)
    .innerJoin(notification, eq(notification.channelId, channel.id))
    .where(
      and(
        eq(channel.projectId, ctx.project.id),
        eq(notification.groupKey, groupKeyOf(of)),
        gte(notification.createdAt, of.openedAt),
        until && lte(notification.createdAt, until),
      ),
    )
    .orderBy(desc(notification.createdAt), asc(channel.name))
    .limit(LISTED_MAX);
  return { entries: entries.map(({ actor, ...entry }) => ({ ...entry, by: actor?.name ?? null })), told };
}
