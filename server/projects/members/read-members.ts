import { asc, eq } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { invitation, member, person } from '#db/schema/projects.ts';
import type { Role } from '#server/platform/actions.ts';
import type { ReadCtx } from '#server/platform/context.ts';

export type Member = { id: string; name: string; email: string; role: Role; since: Date };

/** The members of the project by name, without people who are only invited. */
export async function readMembers(ctx: ReadCtx): Promise<Member[]> {
  return ctx.db
    .select({ id: person.id, name: person.name, email: person.email, role: member.role, since: member.createdAt })
    .from(member)
    .innerJoin(person, eq(person.id, member.personId))
    .where(eq(member.projectId, ctx.project.id))
    .orderBy(asc(person.name), asc(person.id));
}

export type Invitation = {
  personId: string;
  /** As the inviter wrote it. */
  name: string;
  email: string;
  role: Role;
  /** Null: the server's operator. */
  invitedBy: string | null;
  since: Date;
};

/** The people who are invited and have not joined yet, by name. */
export async function readInvitations(ctx: ReadCtx): Promise<Invitation[]> {
  const inviter = alias(person, 'inviter');
  return ctx.db
    .select({
      personId: person.id,
      name: invitation.name,
      email: person.email,
      role: invitation.role,
      invitedBy: inviter.name,
      since: invitation.createdAt,
    })
    .from(invitation)
    .innerJoin(person, eq(person.id, invitation.personId))
    .leftJoin(inviter, eq(inviter.id, invitation.invitedBy))
    .where(eq(invitation.projectId, ctx.project.id))
    .orderBy(asc(invitation.name), asc(person.id));
}
