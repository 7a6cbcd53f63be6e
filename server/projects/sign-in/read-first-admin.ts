import { and, eq } from 'drizzle-orm';
import { invitation, person, project } from '#db/schema/projects.ts';
import type { DbCtx, Project } from '#server/platform/context.ts';

export type FirstAdmin =
  /** There are no people yet; the command line may have made the project. */
  | { kind: 'none'; project: Project | null }
  /** Invited, without a password yet. */
  | { kind: 'invited'; project: Project; personId: string }
  | { kind: 'has_password' }
  /** There are people, but this address is not the admin to be. */
  | { kind: 'another_person' };

/** The state of an installation's first admin. Three lookups by unique index. */
export async function readFirstAdmin(
  { db }: DbCtx,
  { projectName, email }: { projectName: string; email: string },
): Promise<FirstAdmin> {
  const [found] = await db
    .select({ id: project.id, name: project.name, simulated: project.simulated })
    .from(project)
    .where(eq(project.name, projectName));
  const [admin] = await db
    .select({ id: person.id, passwordHash: person.passwordHash })
    .from(person)
    .where(eq(person.email, email));
  if (admin?.passwordHash) return { kind: 'has_password' };
  if (!admin) {
    const people = await db.select({ id: person.id }).from(person).limit(1);
    return people.length > 0 ? { kind: 'another_person' } : { kind: 'none', project: found ?? null };
  }
  if (!found) return { kind: 'another_person' };
  const [invited] = await db
    .select({ role: invitation.role })
    .from(invitation)
    .where(and(eq(invitation.projectId, found.id), eq(invitation.personId, admin.id)));
  return invited ? { kind: 'invited', project: found, personId: admin.id } : { kind: 'another_person' };
}
