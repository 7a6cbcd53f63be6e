import { and, eq } from 'drizzle-orm';
import { dataset } from '#db/schema/evals.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/faults.ts';

export type DatasetRow = typeof dataset.$inferSelect;

/** The dataset `name` of a project, or null. One row by unique index. */
export async function selectDataset(ctx: ReadCtx, name: string): Promise<DatasetRow | null> {
  const [row] = await ctx.db
    .select()
    .from(dataset)
    .where(and(eq(dataset.projectId, ctx.project.id), eq(dataset.name, name)));
  return row ?? null;
}

/** The same for an address: 404 when there is none. */
export async function findDataset(ctx: ReadCtx, name: string): Promise<DatasetRow> {
  const row = await selectDataset(ctx, name);
  if (!row) throw notFound();
  return row;
}
