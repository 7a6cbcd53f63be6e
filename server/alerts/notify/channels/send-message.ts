import { and, desc, eq } from 'drizzle-orm';
import { channel, notification } from '#db/schema/notify.ts';
import { readFirstOnCall } from '#server/alerts/notify/on-call/read-on-call.ts';
import { addNotification } from '#server/alerts/notify/tell-group.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import type { Ctx } from '#server/platform/context.ts';
import { conflict } from '#server/platform/faults.ts';
import { newId } from '#server/platform/ids.ts';
import type { InTx } from '#server/platform/in-transaction.ts';

/** The channels that a person can send a message to: an Alertmanager takes alerts only. */
export async function readMessageChannels(ctx: Pick<Ctx, 'db' | 'project'>) {
  const rows = await ctx.db
    .select({ id: channel.id, name: channel.name, kind: channel.kind, enabled: channel.enabled })
    .from(channel)
    .where(eq(channel.projectId, ctx.project.id));
  return rows.filter(({ kind }) => kind !== 'alertmanager');
}

/** Messages of one kind to a channel that may wait: each is one that people read. */
const WAITING_MAX = 5;

/**
 * Sends a person's message to a channel as a page: what notifies of pages wakes who is on call. `path`: what it is about,
 * relative to the project's address. Returns whom it wakes besides the channel's own addresses. 409 `channel_disabled`, and
 * `messages_waiting` where five were not delivered yet.
 */
export async function sendMessage(
  ctx: InTx,
  { channelId, text, path }: { channelId: string; text: string; path: string },
): Promise<{ id: string; onCall: string | null }> {
  const mine = and(eq(channel.projectId, ctx.project.id), eq(channel.id, channelId));
  const [to] = await ctx.db
    .select({ name: channel.name, enabled: channel.enabled })
    .from(channel)
    .where(mine)
    .for('update');
  if (!to?.enabled) throw conflict('channel_disabled', 'The channel is disabled or gone. Enable it first.');
  const groupKey = 'message';
  const sent = await ctx.db
    .select({ sequence: notification.sequence, state: notification.state })
    .from(notification)
    .where(
      and(
        ...[eq(notification.projectId, ctx.project.id), eq(notification.channelId, channelId)],
        eq(notification.groupKey, groupKey),
      ),
    )
    .orderBy(desc(notification.sequence))
    .limit(WAITING_MAX);
  if (sent.filter(({ state }) => state === 'waiting').length >= WAITING_MAX)
    throw conflict('messages_waiting', 'Five messages to this channel wait to be delivered. See its delivery log.');
  const onCall = await readFirstOnCall(ctx);
  const id = newId();
  const name = ctx.project.name;
  await addNotification(ctx, {
    ...{ channelId, groupKey, sequence: (sent[0]?.sequence ?? 0) + 1, reason: 'message', personId: onCall?.id ?? null },
    notice: {
      ...{ id, at: ctx.clock.now().toISOString(), reason: 'message', project: name, prompt: null, kind: 'message' },
      ...{ dedupKey: `switchyard/${name}/message/${id}`, severity: 'page', title: `${text} (${ctx.actor.name})` },
      ...{ url: `${ctx.publicUrl}/p/${encodeURIComponent(name)}${path}`, onCall: onCall?.name ?? null },
      ...{ firing: [], firingTotal: 0, resolved: [], resolvedTotal: 0, alsoMoved: [], changes: [] },
    },
  });
  await appendAudit(ctx, { action: 'channel.message', object: { kind: 'channel', id: channelId }, detail: { text } });
  return { id, onCall: onCall?.name ?? null };
}
