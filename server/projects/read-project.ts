import { eq } from 'drizzle-orm';
import { project } from '#db/schema/projects.ts';
import type { DbCtx, Project } from '#server/platform/context.ts';

/** A project by name, or null. Checks no membership: for the command line. One lookup by unique index. */
export async function readProject({ db }: DbCtx, name: string): Promise<Project | null> {
  const [found] = await db
    .select({ id: project.id, name: project.name, simulated: project.simulated })
    .from(project)
    .where(eq(project.name, name));
  return found ?? null;
}

/** All projects of the whole installation, oldest first. */
export async function readAllProjects({ db }: DbCtx): Promise<Project[]> {
  return db
    .select({ id: project.id, name: project.name, simulated: project.simulated })
    .from(project)
    .orderBy(project.id);
}
