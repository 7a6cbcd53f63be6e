import { and, eq, lt } from 'drizzle-orm';
import { session } from '#db/schema/projects.ts';
import type { DbCtx, Services } from '#server/platform/context.ts';
import { isUuid, newId } from '#server/platform/ids.ts';
import type { InTx } from '#server/platform/in-transaction.ts';
import type { SessionStart } from './check-password.ts';

export const SESSION_S = 7 * 24 * 3600;

/** The contents of a session's cookie; everything else is read from the database for each request. */
export type OpenSession = SessionStart & { sessionId: string };

/**
 * Stores a new session and deletes expired ones. A session is valid while the person's session version is the one with
 * which the password was checked, so a sign-in during a change of the password gives no access.
 */
export async function openSession({ db, clock }: Pick<Services, 'db' | 'clock'>, start: SessionStart) {
  const now = clock.now();
  const sessionId = newId();
  await db.delete(session).where(lt(session.expiresAt, now));
  const expiresAt = new Date(now.getTime() + SESSION_S * 1000);
  await db.insert(session).values({ id: sessionId, personId: start.id, expiresAt });
  return { ...start, sessionId } satisfies OpenSession;
}

/** Ends one session: no copy of its cookie is accepted any more. */
export async function endSession({ db }: DbCtx, from: { userId: unknown; sessionId: unknown }) {
  const { userId, sessionId } = from;
  if (typeof userId !== 'string' || typeof sessionId !== 'string' || !isUuid(userId) || !isUuid(sessionId)) return;
  await db.delete(session).where(and(eq(session.id, sessionId), eq(session.personId, userId)));
}

/** Ends every session of a person; their session version must grow in the same transaction. */
export async function endSessionsOf(ctx: InTx<DbCtx>, personId: string): Promise<void> {
  await ctx.db.delete(session).where(eq(session.personId, personId));
}
