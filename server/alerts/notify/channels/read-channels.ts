import { and, asc, desc, eq, inArray, max, sql } from 'drizzle-orm';
import { channel, delivery, notification } from '#db/schema/notify.ts';
import { noticeLine } from '#server/alerts/notify/domain/notice.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/faults.ts';
import { isUuid } from '#server/platform/ids.ts';
import type { ChannelRow } from './write-channel.ts';

export type DeliveryView = Awaited<ReturnType<typeof readDeliveries>>[number];
export type ChannelView = Omit<ChannelRow, 'sealed'> & { lastDeliveredAt: Date | null; waiting: number };

/** The channels of the project by name, at most 50, each with when it last delivered and how many messages wait. */
export async function readChannels(ctx: Ctx): Promise<ChannelView[]> {
  const rows = await ctx.db
    .select()
    .from(channel)
    .where(eq(channel.projectId, ctx.project.id))
    .orderBy(asc(channel.name));
  const figures = await ctx.db
    .select({
      id: notification.channelId,
      last: max(sql`${notification.finishedAt}`.mapWith(notification.finishedAt)).mapWith(notification.finishedAt),
      waiting: sql<number>`(count(*) filter (where ${notification.state} = 'waiting'))::int`,
    })
    .from(notification)
    .where(and(eq(notification.projectId, ctx.project.id), inArray(notification.state, ['waiting', 'delivered'])))
    .groupBy(notification.channelId);
  const byId = new Map(figures.map((one) => [one.id, one]));
  return rows.map(({ sealed: _, ...row }) => ({
    ...row,
    lastDeliveredAt: byId.get(row.id)?.last ?? null,
    waiting: byId.get(row.id)?.waiting ?? 0,
  }));
}

/** One channel. 404 unknown. */
export async function readChannel(ctx: Ctx, id: string): Promise<ChannelView> {
  const found = (await readChannels(ctx)).find((one) => one.id === id);
  if (found === undefined) throw notFound();
  return found;
}

/** Notifications of the log, the newest. */
const LOG_MAX = 50;

/** The delivery log of a channel, newest first, at most 50 notifications, each with its attempts in order. 404 unknown. */
export async function readDeliveries(ctx: Ctx, { channelId }: { channelId: string }) {
  const mine = and(eq(channel.projectId, ctx.project.id), eq(channel.id, channelId));
  const [known] = isUuid(channelId) ? await ctx.db.select({ id: channel.id }).from(channel).where(mine) : [];
  if (known === undefined) throw notFound();
  const rows = await ctx.db
    .select({
      ...{ id: notification.id, reason: notification.reason, state: notification.state, notice: notification.notice },
      ...{ attempts: notification.attempts, nextAt: notification.nextAt, createdAt: notification.createdAt },
    })
    .from(notification)
    .where(and(eq(notification.projectId, ctx.project.id), eq(notification.channelId, channelId)))
    .orderBy(desc(notification.createdAt), desc(notification.sequence))
    .limit(LOG_MAX);
  const ids = rows.map(({ id }) => id);
  const attempts =
    ids.length === 0
      ? []
      : await ctx.db
          .select()
          .from(delivery)
          .where(and(eq(delivery.projectId, ctx.project.id), inArray(delivery.notificationId, ids)))
          .orderBy(asc(delivery.attempt));
  const of = Map.groupBy(attempts, (one) => one.notificationId);
  return rows.map(({ notice, ...row }) => ({
    ...row,
    line: noticeLine(notice),
    tries: (of.get(row.id) ?? []).map(({ attempt, at, tookMs, outcome, status, response }) => ({
      ...{ attempt, at, tookMs, outcome, status, response },
    })),
  }));
}
