import { asc, eq } from 'drizzle-orm';
import { environment } from '#db/schema/projects.ts';
import type { ReadCtx } from '#server/platform/context.ts';

export type Environment = {
  id: string;
  name: string;
  /** Left to right, from 0. */
  position: number;
  /** Whether a version can be deployed here by promotion only. */
  protected: boolean;
  requiredApprovals: number;
};

/** The project's environments, left to right. One index range of a handful of rows. */
export async function readEnvironments(ctx: ReadCtx): Promise<Environment[]> {
  return ctx.db
    .select({
      id: environment.id,
      name: environment.name,
      position: environment.position,
      protected: environment.protected,
      requiredApprovals: environment.requiredApprovals,
    })
    .from(environment)
    .where(eq(environment.projectId, ctx.project.id))
    .orderBy(asc(environment.position), asc(environment.name));
}
