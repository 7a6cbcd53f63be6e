import { and, eq } from 'drizzle-orm';
import type { Db, Tx } from '#db/client.ts';
import { dataset } from '#db/schema/evals.ts';
import { notFound } from '#server/platform/faults.ts';

export type DatasetRow = typeof dataset.$inferSelect;

/** The dataset `name` of a project, or null. One row by unique index. */
export async function selectDataset(db: Db | Tx, projectId: number, name: string): Promise<DatasetRow | null> {
  const [row] = await db
    .select()
    .from(dataset)
    .where(and(eq(dataset.projectId, projectId), eq(dataset.name, name)));
  return row ?? null;
}

/** The same for an address: 404 when there is none. */
export async function findDataset(db: Db | Tx, projectId: number, name: string): Promise<DatasetRow> {
  const row = await selectDataset(db, projectId, name);
  if (!row) throw notFound();
  return row;
}
