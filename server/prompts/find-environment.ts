import { and, eq } from 'drizzle-orm';
import type { Db, Tx } from '#db/client.ts';
import { environment } from '#db/schema/projects.ts';

export type EnvironmentRow = typeof environment.$inferSelect;

/** The environment `name` of a project, or null. */
export async function findEnvironment(db: Db | Tx, projectId: number, name: string): Promise<EnvironmentRow | null> {
  const [row] = await db
    .select()
    .from(environment)
    .where(and(eq(environment.projectId, projectId), eq(environment.name, name)));
  return row ?? null;
}
