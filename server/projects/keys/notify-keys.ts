import { sql } from 'drizzle-orm';
import type { Db, Tx } from '#db/client.ts';

/** Channel on which every process hears that keys, owners or roles changed. */
export const KEYS_CHANNEL = 'switchyard_keys';

/** Tells every process, at COMMIT, to read its keys again. */
export async function notifyKeys(tx: Tx | Db): Promise<void> {
  await tx.execute(sql`select pg_notify(${KEYS_CHANNEL}, '')`);
}
