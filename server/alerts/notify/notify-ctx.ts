import { eq } from 'drizzle-orm';
import { project } from '#db/schema/projects.ts';
import { type Ctx, type Services, systemCtx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';

/** The context of the system on a project of the whole installation; null where the project was deleted. */
export async function notifyCtx(services: Services, projectId: number): Promise<Ctx | null> {
  const [found] = await services.db
    .select({ id: project.id, name: project.name, simulated: project.simulated })
    .from(project)
    .where(eq(project.id, projectId));
  return found ? systemCtx(services, found, 'notifications', newId()) : null;
}
