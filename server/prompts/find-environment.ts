import { and, eq } from 'drizzle-orm';
import { environment } from '#db/schema/projects.ts';
import type { ReadCtx } from '#server/platform/context.ts';

export type EnvironmentRow = typeof environment.$inferSelect;

/** The environment `name` of a project, or null. */
export async function findEnvironment(ctx: ReadCtx, name: string): Promise<EnvironmentRow | null> {
  const [row] = await ctx.db
    .select()
    .from(environment)
    .where(and(eq(environment.projectId, ctx.project.id), eq(environment.name, name)));
  return row ?? null;
}
