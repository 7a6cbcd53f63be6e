import { eq } from 'drizzle-orm';
import { project } from '#db/schema/projects.ts';
import { type Ctx, type Services, systemCtx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';

/** The gate acting by itself in a project; null where the project is gone. */
export async function gateCtx(services: Services, projectId: number): Promise<Ctx | null> {
  const [found] = await services.db
    .select({ id: project.id, name: project.name, simulated: project.simulated })
    .from(project)
    .where(eq(project.id, projectId));
  return found ? systemCtx(services, found, 'gate', newId()) : null;
}
