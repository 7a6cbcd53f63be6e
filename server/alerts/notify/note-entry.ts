import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { alert } from '#db/schema/alerts.ts';
import { channel, notificationGroup } from '#db/schema/notify.ts';
import { type AlertEntryKind, HANDLING_ENTRY_KINDS } from '#server/alerts/domain/alert.ts';
import type { Ctx } from '#server/platform/context.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { enqueue } from '#server/platform/jobs/jobs.ts';
import { dueAfter, GROUP_WAIT_MS, groupKeyOf } from './domain/grouping.ts';

export type NotedEntry = { projectId: number; alertId: string; entryId: number; kind: AlertEntryKind };

/**
 * Makes the group of an alert due in every channel that wants its severity, and hands the entry on to incidents, in one
 * transaction. What a channel is told is decided when the group is due, from the alerts as they are then: ten thousand
 * entries of one group within 30 s are one notification. Four statements by key; two where the group is due already.
 */
export async function noteEntry(ctx: Ctx, entry: NotedEntry): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const [found] = await ctx.db
      .select({ prompt: alert.prompt, kind: alert.kind, severity: alert.severity })
      .from(alert)
      .where(and(eq(alert.projectId, ctx.project.id), eq(alert.id, entry.alertId)));
    if (!found) return;
    if (!HANDLING_ENTRY_KINDS.includes(entry.kind)) await makeDue(ctx, found);
    await enqueue(ctx, 'incident.alert', { ...entry });
  });
}

async function makeDue(ctx: InTx, found: Pick<typeof alert.$inferSelect, 'prompt' | 'kind' | 'severity'>) {
  const now = ctx.clock.now().getTime();
  const groupKey = groupKeyOf(found);
  const channels = await ctx.db
    .select({ id: channel.id, toldAt: notificationGroup.toldAt, dueAt: notificationGroup.dueAt })
    .from(channel)
    .leftJoin(
      notificationGroup,
      and(eq(notificationGroup.channelId, channel.id), eq(notificationGroup.groupKey, groupKey)),
    )
    .where(
      and(eq(channel.projectId, ctx.project.id), channel.enabled, sql`${found.severity} = any(${channel.severities})`),
    );
  const due = channels.flatMap(({ id, toldAt, dueAt }) => {
    const at = dueAfter({ toldAt: toldAt?.getTime() ?? null, dueAt: dueAt?.getTime() ?? null }, now);
    return dueAt !== null && dueAt.getTime() <= at ? [] : [{ ...groupOf(ctx, id, found), dueAt: new Date(at) }];
  });
  if (due.length === 0) return;
  const others = await readUnknownGroups(ctx, channels);
  const rows = [...due, ...others.filter((one) => one.groupKey !== groupKey)];
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
