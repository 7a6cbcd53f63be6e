import { eq } from 'drizzle-orm';
import { project } from '#db/schema/projects.ts';
import type { InTx } from '#server/platform/in-transaction.ts';

/**
 * Makes changes of a project's incidents wait for each other until the transaction ends, so that two alerts at once open
 * one incident and numbers have no gaps. The lock does not touch inserts of rows that refer to the project.
 */
export async function takeTurns(ctx: InTx): Promise<void> {
  await ctx.db.select({ id: project.id }).from(project).where(eq(project.id, ctx.project.id)).for('no key update');
}
