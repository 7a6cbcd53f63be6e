import { and, eq } from 'drizzle-orm';
import { member, person } from '#db/schema/projects.ts';
import type { Role } from '#server/platform/actions.ts';
import type { Ctx } from '#server/platform/context.ts';

/** A member of the project by e-mail address in any case, or null. */
export async function findMember(
  ctx: Pick<Ctx, 'db' | 'project'>,
  email: string,
): Promise<{ personId: string; role: Role } | null> {
  const [found] = await ctx.db
    .select({ personId: person.id, role: member.role })
    .from(person)
    .innerJoin(member, and(eq(member.personId, person.id), eq(member.projectId, ctx.project.id)))
    .where(eq(person.email, email.trim().toLowerCase()));
  return found ?? null;
}
