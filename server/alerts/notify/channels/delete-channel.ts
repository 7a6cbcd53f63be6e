import { and, eq, inArray } from 'drizzle-orm';
import { channel, delivery, notification, notificationGroup } from '#db/schema/notify.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import type { Ctx } from '#server/platform/context.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { auditOf, lockChannel } from './write-channel.ts';

/**
 * Deletes a channel with its address, its delivery log and what it was told; nothing that waits is sent any more. Its audit
 * rows stay. 404 unknown. An attempt that runs at this moment is not recorded.
 */
export async function deleteChannel(ctx: Ctx, id: string): Promise<{ id: string }> {
  return inTransaction(ctx, async (ctx) => {
    const row = await lockChannel(ctx, id);
    const project = ctx.project.id;
    const sent = and(eq(notification.projectId, project), eq(notification.channelId, row.id));
    const ids = ctx.db.select({ id: notification.id }).from(notification).where(sent);
    await ctx.db.delete(delivery).where(and(eq(delivery.projectId, project), inArray(delivery.notificationId, ids)));
    await ctx.db.delete(notification).where(sent);
    await ctx.db
      .delete(notificationGroup)
      .where(and(eq(notificationGroup.projectId, project), eq(notificationGroup.channelId, row.id)));
    await ctx.db.delete(channel).where(and(eq(channel.projectId, project), eq(channel.id, row.id)));
    await appendAudit(ctx, {
      action: 'channel.delete',
      object: { kind: 'channel', id: row.id },
      detail: auditOf(row),
    });
    return { id: row.id };
  });
}
