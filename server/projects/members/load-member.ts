import { and, eq } from 'drizzle-orm';
import { member, project } from '#db/schema/projects.ts';
import type { Role } from '#server/platform/actions.ts';
import type { DbCtx, Project } from '#server/platform/context.ts';

/**
 * A person's membership of a project by its name, read for each request so that a changed role counts at once. Null
 * both for no membership and for no such project. One lookup by two unique indexes.
 */
export async function loadMember(
  { db }: DbCtx,
  { personId, project: name }: { personId: string; project: string },
): Promise<{ project: Project; role: Role } | null> {
  const [found] = await db
    .select({ id: project.id, name: project.name, simulated: project.simulated, role: member.role })
    .from(project)
    .innerJoin(member, and(eq(member.projectId, project.id), eq(member.personId, personId)))
    .where(eq(project.name, name));
  if (!found) return null;
  const { role, ...mine } = found;
  return { project: mine, role };
}
