import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm';
import { alert } from '#db/schema/alerts.ts';
import { channel, notification, notificationGroup } from '#db/schema/notify.ts';
import { SEVERITIES } from '#server/alerts/domain/alert.ts';
import type { Ctx, Services } from '#server/platform/context.ts';
import { newId, sha256Hex } from '#server/platform/ids.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { systemCtxOf } from '#server/projects/read-project.ts';
import { holdsResolve, tellsAcknowledged } from './domain/channel-kind.ts';
import { decideNotification, type GroupDecision, type NoticeReason } from './domain/decide-notification.ts';
import { loudestOf } from './domain/inhibit.ts';
import { cut, LISTED_MAX, type Notice, type NoticeAlert, type NoticeChange } from './domain/notice.ts';
import { opensAfter } from './domain/working-hours.ts';
import { noteSilenced } from './note-silenced.ts';
import { readFirstOnCall } from './on-call/read-on-call.ts';
import { type AlertLine, readAlsoMoved, readGroup } from './read-group.ts';

type GroupRow = typeof notificationGroup.$inferSelect;
type ChannelRow = typeof channel.$inferSelect;

/** Groups that one turn looks at before the loop sees whether it is to stop. */
const TURN_MAX = 50;

/**
 * Looks at groups of the whole installation that are due, and writes a notification for those whose channel is to be
 * told. Returns whether there may be more. A group that fails is logged and tried again in a minute.
 */
export async function tellDueGroups(services: Services, isStopped: () => boolean = () => false): Promise<boolean> {
  const due = await services.db
    .select({
      channelId: notificationGroup.channelId,
      groupKey: notificationGroup.groupKey,
      projectId: notificationGroup.projectId,
    })
    .from(notificationGroup)
    .where(lte(notificationGroup.dueAt, services.clock.now()))
    .orderBy(asc(notificationGroup.dueAt))
    .limit(TURN_MAX);
  for (const one of due) {
    if (isStopped()) return false;
    try {
      const ctx = await systemCtxOf(services, one.projectId, 'notifications');
      if (ctx) await inTransaction(ctx, (ctx) => tellGroup(ctx, one));
    } catch (err) {
      services.log.error({ err, group: one.groupKey, channel: one.channelId }, 'a group of alerts was not told');
      await postpone(services, one);
    }
  }
  return due.length === TURN_MAX;
}

const TRY_AGAIN_MS = 60_000;

/** Of the whole installation: so that a group that cannot be told does not hold up the others. */
async function postpone(services: Services, { channelId, groupKey }: Pick<GroupRow, 'channelId' | 'groupKey'>) {
  await services.db
    .update(notificationGroup)
    .set({ dueAt: new Date(services.clock.now().getTime() + TRY_AGAIN_MS) })
    .where(and(eq(notificationGroup.channelId, channelId), eq(notificationGroup.groupKey, groupKey)));
}

/** Decides on a group under its lock: two workers write one notification, and the state that it leaves, once. */
async function tellGroup(ctx: InTx, { channelId, groupKey }: Pick<GroupRow, 'channelId' | 'groupKey'>): Promise<void> {
  const now = ctx.clock.now();
  const mine = and(
    eq(notificationGroup.projectId, ctx.project.id),
    eq(notificationGroup.channelId, channelId),
    eq(notificationGroup.groupKey, groupKey),
  );
  const [group] = await ctx.db
    .select()
    .from(notificationGroup)
    .where(and(mine, lte(notificationGroup.dueAt, now)))
    .for('update', { skipLocked: true });
  const [to] = await ctx.db
    .select()
    .from(channel)
    .where(and(eq(channel.projectId, ctx.project.id), eq(channel.id, channelId)));
  if (!group || !to) return;
  if (!to.enabled) {
    await ctx.db.update(notificationGroup).set({ dueAt: null }).where(mine);
    return;
  }
  const told = [...group.state.firing, ...group.state.resolved];
  const { alerts, silencesChangeAt } = await readGroup(ctx, { ...group, severities: to.severities, told });
  const rules = {
    ...{ sendsResolved: to.sendsResolved, holdsResolve: holdsResolve(to.kind) },
    tellsAcknowledged: tellsAcknowledged(to.kind),
    ticketsWaitUntil: to.ticketHours === null ? null : opensAfter(to.ticketHours, now.getTime()),
  };
  const state = { ...group.state, toldAt: group.toldAt?.getTime() ?? null };
  const decision = decideNotification(state, alerts, rules, now.getTime());
  if (decision.reason !== null) await write(ctx, { group, to, alerts, decision, reason: decision.reason });
  await noteSilenced(ctx, { alerts, before: group.state.silenced });
  const { toldAt, ...kept } = decision.state;
  const due = [decision.dueAt, silencesChangeAt].filter((at) => at !== null);
  await ctx.db
    .update(notificationGroup)
    .set({
      state: kept,
      toldAt: toldAt === null ? null : new Date(toldAt),
      dueAt: due.length === 0 ? null : new Date(Math.min(...due)),
      sequence: group.sequence + (decision.reason === null ? 0 : 1),
    })
    .where(mine);
}

type Told = { group: GroupRow; to: ChannelRow; alerts: AlertLine[]; decision: GroupDecision; reason: NoticeReason };

async function write(ctx: InTx, { group, to, alerts, decision, reason }: Told): Promise<void> {
  const onCall = await readFirstOnCall(ctx);
  const made = await makeNotice(ctx, { group, alerts, decision, reason, onCall: onCall?.name ?? null });
  const notice = group.dueAt === null ? made : { ...made, dueAt: group.dueAt.toISOString() };
  // Who is on call is woken by what is new or still open, never by what is told as over or fires again within 30 min.
  const wakes =
    notice.severity === 'page' && !['reopened', 'resolved_some', 'resolved_all', 'acknowledged'].includes(reason);
  await addNotification(ctx, {
    ...{ channelId: to.id, groupKey: group.groupKey, sequence: group.sequence + 1, reason, notice },
    personId: wakes ? (onCall?.id ?? null) : null,
  });
}

/**
 * Adds a notification, to be sent at once. Those of the group that still wait for another attempt are sent before it, and
 * now: they keep their order.
 */
export async function addNotification(
  ctx: InTx,
  given: Pick<
    typeof notification.$inferInsert,
    'channelId' | 'groupKey' | 'sequence' | 'reason' | 'notice' | 'personId'
  >,
): Promise<void> {
  const now = ctx.clock.now();
  await ctx.db
    .update(notification)
    .set({ nextAt: now })
    .where(
      and(
        eq(notification.projectId, ctx.project.id),
        eq(notification.channelId, given.channelId),
        eq(notification.groupKey, given.groupKey),
        eq(notification.state, 'waiting'),
        sql`${notification.nextAt} > ${new Date(now.getTime() + SENDING_MS).toISOString()}::timestamptz`,
      ),
    );
  await ctx.db
    .insert(notification)
    .values({
      ...{ id: given.notice.id, projectId: ctx.project.id, ...given },
      ...{ state: 'waiting', attempts: 0, retriesFrom: 0, nextAt: now, createdAt: now },
    })
    .onConflictDoNothing();
}

/** How long an attempt may take before another process may send it again. */
export const SENDING_MS = 20_000;

type NoticeOf = {
  group: Pick<GroupRow, 'groupKey' | 'prompt' | 'kind'>;
  alerts: readonly AlertLine[];
  decision: Pick<GroupDecision, 'firing' | 'resolved'>;
  reason: NoticeReason;
  onCall: string | null;
};

/** The facts of a notification: what fires, the loudest first, what is over, and what changed before. */
export async function makeNotice(ctx: Ctx, { group, alerts, decision, reason, onCall }: NoticeOf): Promise<Notice> {
  const lines = new Map(alerts.map((one) => [one.fingerprint, one]));
  const linesOf = (fingerprints: readonly string[]) =>
    fingerprints.flatMap((one) => lines.get(one) ?? []).sort((a, b) => rank(a) - rank(b) || a.openedAt - b.openedAt);
  const [firing, resolved] = [linesOf(decision.firing), linesOf(decision.resolved)];
  const listed = [...firing.slice(0, LISTED_MAX), ...resolved.slice(0, LISTED_MAX)];
  const details = await readDetails(ctx, listed);
  const lead = firing[0] ?? resolved[0];
  const detailOf = (list: readonly AlertLine[]) =>
    list.slice(0, LISTED_MAX).flatMap((one) => details.get(one.id)?.alert ?? []);
  return {
    ...{
      id: newId(),
      at: ctx.clock.now().toISOString(),
      reason,
      project: ctx.project.name,
      dedupKey: dedupKeyOf(ctx, group),
    },
    ...{
      prompt: group.prompt,
      kind: group.kind,
      severity: loudestOf((firing.length > 0 ? firing : resolved).map((one) => one.severity)),
    },
    title: cut(lead?.title ?? `${group.kind}${group.prompt === null ? '' : ` of ${group.prompt}`}`, TITLE_MAX),
    url: lead === undefined ? `${ctx.publicUrl}${pathOf(ctx)}/alerts` : urlOf(ctx, lead.id),
    ...{
      firing: detailOf(firing),
      firingTotal: firing.length,
      resolved: detailOf(resolved),
      resolvedTotal: decision.resolved.length,
    },
    alsoMoved: await readAlsoMoved(ctx, group),
    changes: lead === undefined ? [] : (details.get(lead.id)?.changes ?? []),
    onCall,
  };
}

const rank = ({ severity }: AlertLine): number => SEVERITIES.indexOf(severity);

const pathOf = ({ project }: Ctx): string => `/p/${encodeURIComponent(project.name)}`;
const urlOf = (ctx: Ctx, id: string): string => `${ctx.publicUrl}${pathOf(ctx)}/alerts?alert=${id}`;

/** Readable where it is short; else its digest: receivers take at most 255 characters. */
function dedupKeyOf({ project }: Ctx, { groupKey }: Pick<GroupRow, 'groupKey'>): string {
  const key = `switchyard/${project.name}/${groupKey}`;
  return key.length <= 200 ? key : `switchyard/${project.name}/${sha256Hex(groupKey)}`;
}

const CHANGES_MAX = 5;
/** Characters of a title: those of alerts from outside have no limit, and receivers do. */
const TITLE_MAX = 300;

async function readDetails(ctx: Ctx, listed: readonly AlertLine[]) {
  const details = new Map<string, { alert: NoticeAlert; changes: NoticeChange[] }>();
  if (listed.length === 0) return details;
  const rows = await ctx.db
    .select()
    .from(alert)
    .where(
      and(
        eq(alert.projectId, ctx.project.id),
        inArray(
          alert.id,
          listed.map(({ id }) => id),
        ),
      ),
    );
  for (const row of rows) {
    const { id, fingerprint, title, severity, labels, verdict } = row;
    const times = { openedAt: row.openedAt.toISOString(), resolvedAt: row.resolvedAt?.toISOString() ?? null };
    details.set(id, {
      alert: {
        id,
        fingerprint,
        title: cut(title, TITLE_MAX),
        severity,
        labels,
        verdict,
        ...times,
        url: urlOf(ctx, id),
      },
      changes: row.changes.flatMap((one) => changeOf(ctx, one)).slice(0, CHANGES_MAX),
    });
  }
  return details;
}

/** A change as the alert recorded it; one without a time or a title is left out. */
function changeOf(ctx: Ctx, { at, title, path }: Record<string, unknown>): NoticeChange[] {
  if (typeof at !== 'string' || typeof title !== 'string' || Number.isNaN(Date.parse(at))) return [];
  const place = typeof path === 'string' && path.startsWith('/') ? path : '';
  return [
    { at: new Date(at).toISOString(), title: cut(title, TITLE_MAX), url: `${ctx.publicUrl}${pathOf(ctx)}${place}` },
  ];
}
