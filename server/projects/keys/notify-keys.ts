import { sql } from 'drizzle-orm';
import type { DbCtx } from '#server/platform/context.ts';

/** The channel on which every process is notified that keys, owners or roles have changed. */
export const KEYS_CHANNEL = 'switchyard_keys';

/** Notifies every process, at COMMIT, to read the keys again. */
export async function notifyKeys(ctx: DbCtx): Promise<void> {
  await ctx.db.execute(sql`select pg_notify(${KEYS_CHANNEL}, '')`);
}
