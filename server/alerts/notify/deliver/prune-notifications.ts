import { inArray, lt } from 'drizzle-orm';
import { delivery, notification } from '#db/schema/notify.ts';
import type { Services } from '#server/platform/context.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';

/** How long a notification and its attempts are kept after its end; alerts and what happened to them stay. */
const KEPT_MS = 90 * DAY_MS;
/** Notifications that one transaction deletes. */
const BATCH = 1_000;

/**
 * Deletes notifications of the whole installation that ended more than 90 days ago, with their attempts. Returns whether
 * there may be more.
 */
export async function pruneNotifications(services: Services): Promise<boolean> {
  const before = new Date(services.clock.now().getTime() - KEPT_MS);
  return inTransaction(services, async ({ db }) => {
    const old = await db
      .select({ id: notification.id })
      .from(notification)
      .where(lt(notification.finishedAt, before))
      .limit(BATCH)
      .for('update', { skipLocked: true });
    if (old.length === 0) return false;
    const ids = old.map(({ id }) => id);
    await db.delete(delivery).where(inArray(delivery.notificationId, ids)); // of the whole installation, as chosen above
    await db.delete(notification).where(inArray(notification.id, ids)); // of the whole installation, as chosen above
    return old.length === BATCH;
  });
}
