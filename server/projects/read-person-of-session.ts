import { and, eq } from 'drizzle-orm';
import { person } from '#db/schema/projects.ts';
import type { Services } from '#server/platform/context.ts';
import { isUuid } from '#server/platform/ids.ts';

export type SignedIn = { id: string; name: string; email: string };

/**
 * Who a session belongs to, read anew on each request: null once the person has set a new password or has signed out
 * everywhere. One row by primary key.
 */
export async function readPersonOfSession(
  { db }: Pick<Services, 'db'>,
  session: { userId: unknown; sessionVersion: unknown },
): Promise<SignedIn | null> {
  const { userId, sessionVersion } = session;
  if (typeof userId !== 'string' || !isUuid(userId) || typeof sessionVersion !== 'number') return null;
  const [found] = await db
    .select({ id: person.id, name: person.name, email: person.email })
    .from(person)
    .where(and(eq(person.id, userId), eq(person.sessionVersion, sessionVersion)));
  return found ?? null;
}
