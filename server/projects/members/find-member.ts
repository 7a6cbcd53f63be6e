import { and, eq } from 'drizzle-orm';
import { invitation, member, person } from '#db/schema/projects.ts';
import type { Role } from '#server/platform/actions.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import { canonicalEmail } from '#server/projects/domain/email.ts';

type Found = { personId: string; role: Role };

/** A member of the project by e-mail address in any case, or null. */
export async function findMember(ctx: ReadCtx, email: string): Promise<Found | null> {
  const known = canonicalEmail(email);
  if (known === null) return null;
  const [found] = await ctx.db
    .select({ personId: person.id, role: member.role })
    .from(person)
    .innerJoin(member, and(eq(member.personId, person.id), eq(member.projectId, ctx.project.id)))
    .where(eq(person.email, known));
  return found ?? null;
}

/** A person who is invited to the project and has not joined, by e-mail address in any case, or null. */
export async function findInvited(ctx: ReadCtx, email: string): Promise<Found | null> {
  const known = canonicalEmail(email);
  if (known === null) return null;
  const [found] = await ctx.db
    .select({ personId: person.id, role: invitation.role })
    .from(person)
    .innerJoin(invitation, and(eq(invitation.personId, person.id), eq(invitation.projectId, ctx.project.id)))
    .where(eq(person.email, known));
  return found ?? null;
}
