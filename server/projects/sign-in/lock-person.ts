import { eq } from 'drizzle-orm';
import { person } from '#db/schema/projects.ts';
import type { DbCtx } from '#server/platform/context.ts';
import type { InTx } from '#server/platform/in-transaction.ts';

export type LockedPerson = typeof person.$inferSelect;

/**
 * Locks a person's row until the transaction ends. Lock it before the person's links, sessions and memberships, so that
 * uses of two links, or a use and a removal, run one after the other. Null where there is no such person.
 */
export async function lockPerson(ctx: InTx<DbCtx>, personId: string): Promise<LockedPerson | null> {
  const [found] = await ctx.db.select().from(person).where(eq(person.id, personId)).for('update');
  return found ?? null;
}
