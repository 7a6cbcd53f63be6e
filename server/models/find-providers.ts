import { and, asc, eq } from 'drizzle-orm';
import type { Db, Tx } from '#db/client.ts';
import { model } from '#db/schema/models.ts';

/** The providers that have a model `modelId` in the registry: none, the one, or two when it is ambiguous. One index read. */
export async function findProviders(db: Db | Tx, projectId: number, modelId: string): Promise<string[]> {
  const rows = await db
    .select({ provider: model.provider })
    .from(model)
    .where(and(eq(model.projectId, projectId), eq(model.modelId, modelId)))
    .orderBy(asc(model.provider))
    .limit(2);
  return rows.map((row) => row.provider);
}
