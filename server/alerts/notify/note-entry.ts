import { and, eq, inArray, isNull, min, sql } from 'drizzle-orm';
import { alert, alertEntry } from '#db/schema/alerts.ts';
import { channel, notificationGroup } from '#db/schema/notify.ts';
import { type AlertEntryKind, HANDLING_ENTRY_KINDS } from '#server/alerts/domain/alert.ts';
import type { Ctx } from '#server/platform/context.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { enqueueAll } from '#server/platform/jobs/jobs.ts';
import { CHANNEL_KINDS, tellsAcknowledged } from './domain/channel-kind.ts';
import { dueAfter, GROUP_WAIT_MS, groupKeyOf } from './domain/grouping.ts';

export type NotedEntry = { alertId: string; entryId: number; kind: AlertEntryKind };

/**
 * Makes the groups of alerts due in every channel that wants their severity, and hands the entries on to incidents, in one
 * transaction. What a channel is told is decided when the group is due, from the alerts as they are then: ten thousand
 * entries of one group within 30 s are one notification. Five statements for all entries of a job, fewer where their groups
 * are due already. Incidents take their entries one after another: they wait for each other anyhow, and so they leave the
 * other workers to the other jobs.
 */
export async function noteEntries(ctx: Ctx, entries: readonly NotedEntry[]): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const ids = [...new Set(entries.map(({ alertId }) => alertId))];
    const alerts = await ctx.db
      .select({ id: alert.id, prompt: alert.prompt, kind: alert.kind, severity: alert.severity })
      .from(alert)
      .where(and(eq(alert.projectId, ctx.project.id), inArray(alert.id, ids)));
    const byId = new Map(alerts.map((one) => [one.id, one]));
    const found = entries.flatMap((entry) => {
      const of = byId.get(entry.alertId);
      return of === undefined ? [] : [{ entry, of }];
    });
    const told = found.filter(({ entry }) => !HANDLING_ENTRY_KINDS.includes(entry.kind));
    const of = told.map(({ of }) => of);
    if (told.length > 0)
      await makeDue(
        ctx,
        of,
        await readFirstAt(
          ctx,
          told.map(({ entry }) => entry.entryId),
        ),
      );
    const acknowledged = found.filter(({ entry }) => entry.kind === 'acknowledged');
    if (acknowledged.length > 0)
      await makeAcknowledgedDue(
        ctx,
        acknowledged.map(({ of }) => groupKeyOf(of)),
      );
    const projectId = ctx.project.id;
    const payloads = found.map(({ entry }) => ({ projectId, ...entry }));
    await enqueueAll(ctx, 'incident.alert', payloads, { queue: `incidents of ${projectId}` });
  });
}

type Grouped = Pick<typeof alert.$inferSelect, 'prompt' | 'kind' | 'severity'>;

/** When the first of these entries was written (ms): a job that comes late makes its group due in the past. */
async function readFirstAt(ctx: InTx, entryIds: readonly number[]): Promise<number> {
  const [row] = await ctx.db
    .select({ at: min(alertEntry.at) })
    .from(alertEntry)
    .where(and(eq(alertEntry.projectId, ctx.project.id), inArray(alertEntry.id, [...entryIds])));
  return row?.at?.getTime() ?? ctx.clock.now().getTime();
}

/** Makes groups due now in the channels whose receivers are told of acknowledgements. */
async function makeAcknowledgedDue(ctx: InTx, groupKeys: readonly string[]): Promise<void> {
  const kinds = CHANNEL_KINDS.filter(tellsAcknowledged);
  const channels = ctx.db
    .select({ id: channel.id })
    .from(channel)
    .where(and(eq(channel.projectId, ctx.project.id), inArray(channel.kind, kinds)));
  await ctx.db
    .update(notificationGroup)
    .set({ dueAt: sql`least(${notificationGroup.dueAt}, ${ctx.clock.now().toISOString()}::timestamptz)` })
    .where(
      and(
        eq(notificationGroup.projectId, ctx.project.id),
        inArray(notificationGroup.groupKey, [...groupKeys]),
        inArray(notificationGroup.channelId, channels),
      ),
    );
}

async function makeDue(ctx: InTx, alerts: readonly Grouped[], happenedAt: number): Promise<void> {
  const groups = Map.groupBy(alerts, groupKeyOf);
  const channels = await ctx.db
    .select({ id: channel.id, severities: channel.severities })
    .from(channel)
    .where(and(eq(channel.projectId, ctx.project.id), channel.enabled));
  const known = await ctx.db
    .select({
      ...{ channelId: notificationGroup.channelId, groupKey: notificationGroup.groupKey },
      ...{ toldAt: notificationGroup.toldAt, dueAt: notificationGroup.dueAt },
    })
    .from(notificationGroup)
    .where(
      and(eq(notificationGroup.projectId, ctx.project.id), inArray(notificationGroup.groupKey, [...groups.keys()])),
    );
  const stateOf = new Map(known.map((one) => [`${one.channelId} ${one.groupKey}`, one]));
  const wanting = channels.filter(({ severities }) => alerts.some(({ severity }) => severities.includes(severity)));
  const due = wanting.flatMap(({ id, severities }) =>
    [...groups].flatMap(([groupKey, of]) => {
      const [first] = of.filter(({ severity }) => severities.includes(severity));
      if (first === undefined) return [];
      const state = stateOf.get(`${id} ${groupKey}`);
      const dueAt = state?.dueAt?.getTime() ?? null;
      const at = dueAfter({ toldAt: state?.toldAt?.getTime() ?? null, dueAt }, happenedAt);
      return dueAt !== null && dueAt <= at ? [] : [{ ...groupOf(ctx, id, first), dueAt: new Date(at) }];
    }),
  );
  if (due.length === 0) return;
  const others = await readUnknownGroups(ctx, wanting);
  const rows = [...due, ...others.filter((one) => !groups.has(one.groupKey))];
  for (let i = 0; i < rows.length; i += CHUNK) {
    await ctx.db
      .insert(notificationGroup)
      .values(rows.slice(i, i + CHUNK))
      .onConflictDoUpdate({
        target: [notificationGroup.channelId, notificationGroup.groupKey],
        set: { dueAt: sql`least(${notificationGroup.dueAt}, excluded.due_at)` },
      });
  }
}

/** Rows a statement writes. */
const CHUNK = 1_000;

const groupOf = (ctx: InTx, channelId: string, found: { prompt: string | null; kind: string }) => ({
  ...{ channelId, groupKey: groupKeyOf(found), projectId: ctx.project.id, prompt: found.prompt, kind: found.kind },
  ...{ state: { firing: [], resolved: [], silenced: [] }, sequence: 0 },
});

/**
 * The other groups that fire and that no channel knows yet: of ten thousand alerts at once, the entry of the last group may
 * stand behind all others in the queue. Read only where this entry made its own group due.
 */
async function readUnknownGroups(ctx: InTx, channels: readonly { id: string }[]) {
  const dueAt = new Date(ctx.clock.now().getTime() + GROUP_WAIT_MS);
  const open = await ctx.db
    .selectDistinct({ prompt: alert.prompt, kind: alert.kind })
    .from(alert)
    .where(and(eq(alert.projectId, ctx.project.id), isNull(alert.resolvedAt)));
  const known = await ctx.db
    .selectDistinct({ groupKey: notificationGroup.groupKey })
    .from(notificationGroup)
    .where(eq(notificationGroup.projectId, ctx.project.id));
  const keys = new Set(known.map(({ groupKey }) => groupKey));
  const unknown = open.filter((one) => !keys.has(groupKeyOf(one)));
  return unknown.flatMap((one) => channels.map(({ id }) => ({ ...groupOf(ctx, id, one), dueAt })));
}

/** Makes every group of the project, or of some of its channels, due at `at`: a silence began or ended. */
export async function makeAllDue(ctx: Ctx, at: Date, channelIds?: readonly string[]): Promise<void> {
  await ctx.db
    .update(notificationGroup)
    .set({ dueAt: sql`least(${notificationGroup.dueAt}, ${at.toISOString()}::timestamptz)` })
    .where(
      and(
        eq(notificationGroup.projectId, ctx.project.id),
        channelIds === undefined ? undefined : inArray(notificationGroup.channelId, [...channelIds]),
      ),
    );
}
