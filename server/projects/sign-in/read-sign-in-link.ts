import { and, eq, gt, isNull } from 'drizzle-orm';
import { invitation, member, person, project, signInLink } from '#db/schema/projects.ts';
import type { Services } from '#server/platform/context.ts';
import { sha256Hex } from '#server/platform/ids.ts';

export type OpenLink = {
  id: string;
  email: string;
  /** The name in the invitation where the person has no account yet, else the person's own name. */
  name: string;
  /** The project that it joins; null: it only sets a new password. */
  project: { id: number; name: string } | null;
  vouched: boolean;
  installationAdmin: boolean;
  /** False where the address has an account, whose password is needed to join. */
  setsPassword: boolean;
};

/**
 * Reads a one-time link; null when it is unknown, used, void or older than 24 hours, or its invitation was withdrawn. A
 * link from a project's admin sets a password only where that gives access to nothing else: the person has no password
 * and is a member of no other project.
 */
export async function readSignInLink(
  { db, clock }: Pick<Services, 'db' | 'clock'>,
  token: string,
): Promise<OpenLink | null> {
  const [found] = await db
    .select({ link: signInLink, person, invitation, projectName: project.name })
    .from(signInLink)
    .innerJoin(person, eq(person.id, signInLink.personId))
    .leftJoin(project, eq(project.id, signInLink.projectId))
    .leftJoin(
      invitation,
      and(eq(invitation.projectId, signInLink.projectId), eq(invitation.personId, signInLink.personId)),
    )
    .where(
      and(eq(signInLink.hash, sha256Hex(token)), isNull(signInLink.usedAt), gt(signInLink.expiresAt, clock.now())),
    );
  if (!found) return null;
  const { link, person: who } = found;
  if (link.projectId !== null && found.invitation === null) return null;
  const elsewhere = await db.select({ id: member.projectId }).from(member).where(eq(member.personId, who.id)).limit(1);
  return {
    id: who.id,
    email: who.email,
    name: found.invitation && who.passwordHash === null ? found.invitation.name : who.name,
    project: link.projectId === null ? null : { id: link.projectId, name: found.projectName ?? '' },
    vouched: link.vouched,
    installationAdmin: link.installationAdmin,
    setsPassword: link.vouched || (who.passwordHash === null && elsewhere.length === 0),
  };
}
