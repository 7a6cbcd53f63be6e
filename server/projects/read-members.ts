import { asc, eq, sql } from 'drizzle-orm';
import { member, person } from '#db/schema/projects.ts';
import type { Role } from '#server/platform/actions.ts';
import type { Ctx } from '#server/platform/context.ts';

export type Member = {
  id: string;
  name: string;
  email: string;
  role: Role;
  since: Date;
  /** False until a sign-in link was used: no password yet. */
  hasSignedIn: boolean;
};

/** The members of the project by name. */
export async function readMembers(ctx: Pick<Ctx, 'db' | 'project'>): Promise<Member[]> {
  return ctx.db
    .select({
      id: person.id,
      name: person.name,
      email: person.email,
      role: member.role,
      since: member.createdAt,
      hasSignedIn: sql<boolean>`${person.passwordHash} is not null`,
    })
    .from(member)
    .innerJoin(person, eq(person.id, member.personId))
    .where(eq(member.projectId, ctx.project.id))
    .orderBy(asc(person.name), asc(person.id));
}
