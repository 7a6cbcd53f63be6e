import { eq } from 'drizzle-orm';
import { person } from '#db/schema/projects.ts';
import type { DbCtx } from '#server/platform/context.ts';
import type { InTx } from '#server/platform/in-transaction.ts';

export type LockedPerson = typeof person.$inferSelect;

/**
 * Locks a person's row until the transaction ends, first of all that belongs to them: links, sessions, memberships.
 * So two uses of two links, or a use and a removal, come one after the other. Null where there is no such person.
 */
export async function lockPerson(ctx: InTx<DbCtx>, personId: string): Promise<LockedPerson | null> {
  const [found] = await ctx.db.select().from(person).where(eq(person.id, personId)).for('update');
  return found ?? null;
}
