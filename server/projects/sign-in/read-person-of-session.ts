import { and, eq, gt, sql } from 'drizzle-orm';
import { person, session } from '#db/schema/projects.ts';
import type { ProjectCreators, Standing } from '#server/platform/actions.ts';
import type { Services } from '#server/platform/context.ts';
import { isUuid } from '#server/platform/ids.ts';

export type SignedIn = { id: string; name: string; email: string; installation: Standing };

type Carried = { userId: unknown; sessionVersion: unknown; sessionId: unknown };

/**
 * The person of a session and what they may do outside of projects, read for each request. Null once the session was
 * signed out or has expired, or the person has a new password or has signed out everywhere. One row of each table by
 * primary key.
 */
export async function readPersonOfSession(
  { db, clock }: Pick<Services, 'db' | 'clock'>,
  { userId, sessionVersion, sessionId }: Carried,
): Promise<SignedIn | null> {
  if (typeof userId !== 'string' || typeof sessionId !== 'string' || typeof sessionVersion !== 'number') return null;
  if (!isUuid(userId) || !isUuid(sessionId)) return null;
  const [found] = await db
    .select({
      id: person.id,
      name: person.name,
      email: person.email,
      admin: person.installationAdmin,
      open: sql<boolean>`exists (select from installation where project_creators = ${'everybody' satisfies ProjectCreators})
        and exists (select from member where person_id = ${person.id})`,
    })
    .from(session)
    .innerJoin(person, and(eq(person.id, session.personId), eq(person.sessionVersion, sessionVersion)))
    .where(and(eq(session.id, sessionId), eq(person.id, userId), gt(session.expiresAt, clock.now())));
  if (!found) return null;
  const { admin, open, ...who } = found;
  return { ...who, installation: { admin, createsProjects: admin || open } };
}
