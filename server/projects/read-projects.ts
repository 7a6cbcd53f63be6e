import { asc, eq } from 'drizzle-orm';
import { member, project } from '#db/schema/projects.ts';
import type { Role } from '#server/platform/actions.ts';
import type { DbCtx } from '#server/platform/context.ts';

export type OwnProject = { name: string; simulated: boolean; role: Role };

/** The projects of the whole installation that a person belongs to, by name. */
export async function readProjects({ db }: DbCtx, personId: string): Promise<OwnProject[]> {
  return db
    .select({ name: project.name, simulated: project.simulated, role: member.role })
    .from(member)
    .innerJoin(project, eq(project.id, member.projectId))
    .where(eq(member.personId, personId))
    .orderBy(asc(project.name));
}
