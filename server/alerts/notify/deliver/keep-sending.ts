import { and, asc, eq, gt, gte, inArray, isNull, lte, or } from 'drizzle-orm';
import { alert } from '#db/schema/alerts.ts';
import { channel, notification } from '#db/schema/notify.ts';
import type { ChannelTarget } from '#server/alerts/notify/domain/channel-target.ts';
import { placeOfChannel } from '#server/alerts/notify/domain/channel-target.ts';
import type { Notice, NoticeAlert } from '#server/alerts/notify/domain/notice.ts';
import { isMatched } from '#server/alerts/notify/domain/silence.ts';
import { alertmanagerAlerts } from '#server/alerts/notify/payloads/domain/incidents.ts';
import { readSilences } from '#server/alerts/notify/read-group.ts';
import { addNotification } from '#server/alerts/notify/tell-group.ts';
import { type ChangeEntry, readChanges } from '#server/audit/read-changes.ts';
import type { Ctx, Services } from '#server/platform/context.ts';
import { EgressFailure } from '#server/platform/egress/egress.ts';
import { newId, sha256Hex } from '#server/platform/ids.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { MINUTE_MS } from '#server/platform/pure/durations.ts';
import { unseal } from '#server/platform/seal.ts';
import { systemCtxOf } from '#server/projects/read-project.ts';
import { alertmanagerPost, post } from './send-notice.ts';

type ChannelRow = typeof channel.$inferSelect;

/** Alerts of one post to an Alertmanager. */
const POST_MAX = 500;
/** Alerts that ended within so long are sent with their end, in case the notification of it was lost. */
const ENDED_MS = 15 * MINUTE_MS;

/**
 * Sends every alert that fires to each Alertmanager of the whole installation again, a minute after the last time:
 * Alertmanager ends an alert by itself that nobody repeats. What is sent is idempotent, so a failure waits for the next
 * minute, and no delivery log is written.
 */
export async function keepAlertmanagers(services: Services): Promise<void> {
  const now = services.clock.now();
  const due = await services.db
    .select()
    .from(channel)
    .where(
      and(
        eq(channel.kind, 'alertmanager'),
        channel.enabled,
        or(isNull(channel.keptAt), lte(channel.keptAt, new Date(now.getTime() - MINUTE_MS))),
      ),
    );
  await Promise.all(due.map((one) => keep(services, one)));
}

async function keep(services: Services, row: ChannelRow): Promise<void> {
  const ctx = await systemCtxOf(services, row.projectId, 'notifications');
  if (ctx === null) return;
  const now = ctx.clock.now();
  const mine = and(eq(channel.projectId, ctx.project.id), eq(channel.id, row.id));
  await ctx.db.update(channel).set({ keptAt: now }).where(mine);
  try {
    const target = JSON.parse(unseal(ctx.dataDir, placeOfChannel(row), row.sealed)) as ChannelTarget;
    if (target.kind !== 'alertmanager') return;
    const alerts = await readFiring(ctx, row);
    for (let i = 0; i < alerts.length; i += POST_MAX) {
      const some = alertmanagerAlerts(ctx.project.name, alerts.slice(i, i + POST_MAX), now.getTime());
      await post(ctx, 'alertmanager', alertmanagerPost(target, some));
    }
  } catch (err) {
    if (!(err instanceof EgressFailure)) throw err;
    ctx.log.warn({ channel: row.id, kind: err.kind }, 'an Alertmanager was not reached; tried again in a minute');
  }
}

async function readFiring(ctx: Ctx, { severities }: ChannelRow): Promise<NoticeAlert[]> {
  const now = ctx.clock.now();
  const rows = await ctx.db
    .select()
    .from(alert)
    .where(
      and(
        eq(alert.projectId, ctx.project.id),
        or(isNull(alert.resolvedAt), gte(alert.resolvedAt, new Date(now.getTime() - ENDED_MS))),
      ),
    )
    .orderBy(asc(alert.openedAt));
  const silences = (await readSilences(ctx, now)).filter((one) => one.startsAt <= now);
  return rows
    .filter((one) => severities.includes(one.severity))
    .filter((one) => one.resolvedAt !== null || !silences.some(({ matchers }) => isMatched(matchers, one)))
    .map(({ id, fingerprint, title, severity, labels, verdict, openedAt, resolvedAt }) => ({
      ...{ id, fingerprint, title, severity, labels, verdict },
      openedAt: openedAt.toISOString(),
      resolvedAt: resolvedAt?.toISOString() ?? null,
      url: `${ctx.publicUrl}/p/${encodeURIComponent(ctx.project.name)}/alerts?alert=${id}`,
    }));
}

/** Changes that committed after later ones were sent are still found: each is sent once, by its key. */
const OVERLAP_MS = 2 * MINUTE_MS;
const CHANGES_MAX = 1_000;
/** What changes what serves; the other entries of the feed concern no responder. */
const SENT_KINDS = ['deployment', 'rollback', 'rollout'] as const;

/** Adds a notification for each deployment, rollback and step of a rollout, to each PagerDuty that wants changes. */
export async function sendChanges(services: Services): Promise<void> {
  const rows = await services.db
    .select({ id: channel.id, projectId: channel.projectId, after: channel.changesAfter })
    .from(channel)
    .where(and(channel.enabled, gt(channel.changesAfter, new Date(0)))); // of the whole installation
  for (const { id, projectId, after } of rows) {
    const ctx = await systemCtxOf(services, projectId, 'notifications');
    if (ctx === null || after === null) continue;
    const now = ctx.clock.now();
    const from = new Date(after.getTime() - OVERLAP_MS);
    const changes = await readChanges(ctx, {
      from,
      to: new Date(now.getTime() + 1),
      kinds: SENT_KINDS,
      limit: CHANGES_MAX,
    });
    const last = changes[0]?.at;
    if (last === undefined) continue;
    const keyed = changes
      .toReversed()
      .filter(({ imported, at }) => !imported && at > from)
      .map((one) => ({ one, groupKey: keyOfChange(one) }));
    await inTransaction(ctx, async (ctx) => {
      const known = await readKnown(
        ctx,
        id,
        keyed.map(({ groupKey }) => groupKey),
      );
      for (const { one, groupKey } of keyed.filter(({ groupKey }) => !known.has(groupKey))) {
        const base = `${ctx.publicUrl}/p/${encodeURIComponent(ctx.project.name)}`;
        const notice: Notice = {
          ...{ id: newId(), at: one.at.toISOString(), reason: 'change', project: ctx.project.name, dedupKey: groupKey },
          ...{ prompt: one.prompt, kind: one.kind, severity: 'ticket', title: one.title, url: `${base}${one.path}` },
          ...{ firing: [], firingTotal: 0, resolved: [], resolvedTotal: 0, alsoMoved: [], changes: [], onCall: null },
        };
        await addNotification(ctx, { channelId: id, groupKey, sequence: 1, reason: 'change', notice });
      }
      await ctx.db
        .update(channel)
        .set({ changesAfter: last > after ? last : after })
        .where(and(eq(channel.projectId, ctx.project.id), eq(channel.id, id)));
    });
  }
}

/** The entry of the feed as a key: the same entry in a later turn is the same notification. */
const keyOfChange = ({ at, kind, title, path }: ChangeEntry): string =>
  `change:${sha256Hex(`${at.toISOString()} ${kind} ${title} ${path}`)}`;

/** Which of these keys the channel has a notification of already: those keep their own pauses after failures. */
async function readKnown(ctx: Ctx, channelId: string, keys: readonly string[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const rows = await ctx.db
    .select({ groupKey: notification.groupKey })
    .from(notification)
    .where(
      and(
        eq(notification.projectId, ctx.project.id),
        eq(notification.channelId, channelId),
        inArray(notification.groupKey, [...keys]),
      ),
    );
  return new Set(rows.map(({ groupKey }) => groupKey));
}
