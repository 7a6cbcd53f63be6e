import { eq } from 'drizzle-orm';
import type { Tx } from '#db/client.ts';
import { person } from '#db/schema/projects.ts';

export type LockedPerson = typeof person.$inferSelect;

/**
 * Locks a person's row until the transaction ends, first of all that belongs to them: links, sessions, memberships.
 * So two uses of two links, or a use and a removal, come one after the other. Null where there is no such person.
 */
export async function lockPerson(tx: Tx, personId: string): Promise<LockedPerson | null> {
  const [found] = await tx.select().from(person).where(eq(person.id, personId)).for('update');
  return found ?? null;
}
