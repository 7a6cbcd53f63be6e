import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { person, signInLink } from '#db/schema/projects.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import type { Services } from '#server/platform/context.ts';
import { Fault, invalid } from '#server/platform/faults.ts';
import { newId, sha256Hex } from '#server/platform/ids.ts';
import type { SessionStart } from './check-password.ts';
import { passwordProblem } from './domain/password-rules.ts';
import { hashPassword } from './password.ts';

/** The project of what belongs to none: people and their passwords. */
export const INSTALLATION = { id: 0, name: '', simulated: false };

const live = (token: string, now: Date) =>
  and(eq(signInLink.hash, sha256Hex(token)), isNull(signInLink.usedAt), gt(signInLink.expiresAt, now));

/** Whom a one-time link would sign in, or null when it is unknown, used or older than 24 hours. */
export async function readSignInLink(
  { db, clock }: Pick<Services, 'db' | 'clock'>,
  token: string,
): Promise<{ id: string; email: string; name: string } | null> {
  const [found] = await db
    .select({ id: person.id, email: person.email, name: person.name })
    .from(signInLink)
    .innerJoin(person, eq(person.id, signInLink.personId))
    .where(live(token, clock.now()));
  return found ?? null;
}

/**
 * Uses a one-time link: sets the password and ends every other session of that person. Errors: 410 `link_used` for an
 * unknown, used or old link, 422 for a password that cannot be taken (the link stays good), 503 `busy`.
 */
export async function redeemSignInLink(
  services: Pick<Services, 'db' | 'clock' | 'auditKey'>,
  given: { token: string; password: string; ip: string | null },
): Promise<SessionStart> {
  const who = await readSignInLink(services, given.token);
  if (!who) throw gone();
  const problem = passwordProblem(given.password, who.email);
  if (problem !== null) throw invalid('/password', 'weak_password', problem);
  const passwordHash = await hashPassword(given.password);
  return services.db.transaction(async (tx) => {
    const now = services.clock.now();
    const [used] = await tx
      .update(signInLink)
      .set({ usedAt: now })
      .where(live(given.token, now))
      .returning({ personId: signInLink.personId });
    if (!used) throw gone();
    const [changed] = await tx
      .update(person)
      .set({ passwordHash, sessionVersion: sql`${person.sessionVersion} + 1` })
      .where(eq(person.id, used.personId))
      .returning({ id: person.id, sessionVersion: person.sessionVersion });
    if (!changed) throw gone();
    const actor = { kind: 'person', id: who.id, name: who.name, role: 'viewer', scopes: null } as const;
    await appendAudit(
      tx,
      { ...services, project: INSTALLATION, actor, requestId: newId(), ip: given.ip },
      { action: 'account.use_link', object: { kind: 'person', id: who.id } },
    );
    return changed;
  });
}

const gone = (): Fault =>
  new Fault('link_used', {
    status: 410,
    public: 'This sign-in link was used before or is older than 24 hours. Ask an admin for a new one.',
  });
