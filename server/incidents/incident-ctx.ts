import { eq } from 'drizzle-orm';
import { project } from '#db/schema/projects.ts';
import { type Ctx, type Services, systemCtx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import type { InTx } from '#server/platform/in-transaction.ts';

/** The context of the system on the incidents of a project; null where the project was deleted. */
export async function incidentCtx(services: Services, projectId: number): Promise<Ctx | null> {
  const [found] = await services.db
    .select({ id: project.id, name: project.name, simulated: project.simulated })
    .from(project)
    .where(eq(project.id, projectId));
  return found ? systemCtx(services, found, 'incidents', newId()) : null;
}

/**
 * Makes changes of a project's incidents wait for each other until the transaction ends, so that two alerts at once open
 * one incident and numbers have no gaps. The lock does not touch inserts of rows that refer to the project.
 */
export async function takeTurns(ctx: InTx): Promise<void> {
  await ctx.db.select({ id: project.id }).from(project).where(eq(project.id, ctx.project.id)).for('no key update');
}
