import { and, eq, inArray, sql } from 'drizzle-orm';
import { channel } from '#db/schema/notify.ts';
import { newId } from '#server/platform/ids.ts';
import type { InTx } from '#server/platform/in-transaction.ts';
import { cut, type Notice } from './domain/notice.ts';
import { addNotification } from './tell-group.ts';

export type FollowUp = {
  /** The same key is told once in each channel. */
  key: string;
  title: string;
  /** Below the project's address. */
  path: string;
  /** Who gets the mail too, where a mail channel writes to the person on call; null: nobody besides. */
  personId: string | null;
};

/** Channels that people read; the others open and close incidents of their own. */
const READ_BY_PEOPLE = ['webhook', 'slack', 'teams', 'email'] as const;
const TITLE_MAX = 300;

/**
 * Tells people what follows from an incident, over each channel that they read and that wants tickets, in the caller's
 * transaction. It is sent by the same loop, with the same retries and log, as alerts.
 */
export async function tellPeople(ctx: InTx, { key, title, path, personId }: FollowUp): Promise<void> {
  const channels = await ctx.db
    .select({ id: channel.id })
    .from(channel)
    .where(
      and(
        eq(channel.projectId, ctx.project.id),
        channel.enabled,
        inArray(channel.kind, [...READ_BY_PEOPLE]),
        sql`'ticket' = any(${channel.severities})`,
      ),
    );
  const groupKey = `follow_up:${key}`;
  for (const { id: channelId } of channels) {
    const notice: Notice = {
      ...{ id: newId(), at: ctx.clock.now().toISOString(), reason: 'follow_up', project: ctx.project.name },
      ...{ dedupKey: groupKey, prompt: null, kind: 'follow_up', severity: 'ticket', title: cut(title, TITLE_MAX) },
      url: `${ctx.publicUrl}/p/${encodeURIComponent(ctx.project.name)}${path}`,
      ...{ firing: [], firingTotal: 0, resolved: [], resolvedTotal: 0, alsoMoved: [], changes: [], onCall: null },
    };
    await addNotification(ctx, { channelId, groupKey, sequence: 1, reason: 'follow_up', notice, personId });
  }
}
