import { sql } from 'drizzle-orm';
import type { DbCtx } from '#server/platform/context.ts';

/** Channel on which every process hears that keys, owners or roles changed. */
export const KEYS_CHANNEL = 'switchyard_keys';

/** Tells every process, at COMMIT, to read its keys again. */
export async function notifyKeys(ctx: DbCtx): Promise<void> {
  await ctx.db.execute(sql`select pg_notify(${KEYS_CHANNEL}, '')`);
}
