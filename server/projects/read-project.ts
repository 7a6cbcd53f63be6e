import { eq } from 'drizzle-orm';
import { project } from '#db/schema/projects.ts';
import { type Ctx, type DbCtx, type Project, type Services, systemCtx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';

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

/** The system acting as `name` in a project, for workers and jobs; null where the project was deleted. One lookup by key. */
export async function systemCtxOf(services: Services, projectId: number, name: string): Promise<Ctx | null> {
  const [found] = await services.db
    .select({ id: project.id, name: project.name, simulated: project.simulated })
    .from(project)
    .where(eq(project.id, projectId));
  return found ? systemCtx(services, found, name, newId()) : null;
}
