import { and, asc, desc, eq, gt, ilike } from 'drizzle-orm';
import { dataset, datasetVersion } from '#db/schema/evals.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import { decodeCursor, type Page, toPage } from '#server/platform/http/paging.ts';
import { likePattern } from '#server/prompts/read-prompts.ts';
import { type DatasetRow, findDataset } from './find-dataset.ts';

export type VersionOfDataset = Omit<typeof datasetVersion.$inferSelect, 'datasetId'>;
export type DatasetView = DatasetRow & {
  items: number;
  categories: { name: string; items: number }[];
  /** When its newest version was created; the dataset's creation while it is empty. */
  updatedAt: Date;
};

const view = (
  row: DatasetRow,
  newest: Pick<VersionOfDataset, 'items' | 'categories' | 'createdAt'> | null,
): DatasetView => ({
  ...row,
  items: newest?.items ?? 0,
  categories: newest?.categories ?? [],
  updatedAt: newest?.createdAt ?? row.createdAt,
});

/**
 * A page of the project's datasets by name, each with its newest version. One range of (project, name), one row each.
 */
export async function readDatasets(
  ctx: ReadCtx,
  filter: { search?: string; limit: number; cursor?: string },
): Promise<Page<DatasetView>> {
  const after = decodeCursor(filter.cursor, ['text'])?.[0];
  const rows = await ctx.db
    .select({ dataset, newest: datasetVersion })
    .from(dataset)
    .leftJoin(
      datasetVersion,
      and(eq(datasetVersion.datasetId, dataset.id), eq(datasetVersion.version, dataset.version)),
    )
    .where(
      and(
        eq(dataset.projectId, ctx.project.id),
        after === undefined ? undefined : gt(dataset.name, after),
        filter.search ? ilike(dataset.name, likePattern(filter.search)) : undefined,
      ),
    )
    .orderBy(asc(dataset.name))
    .limit(filter.limit + 1);
  return toPage(
    rows.map((row) => view(row.dataset, row.newest)),
    filter.limit,
    (row) => [row.name],
  );
}

/** One dataset with its newest 200 versions, newest first. 404 when there is none of that name. */
export async function readDataset(ctx: ReadCtx, name: string): Promise<DatasetView & { versions: VersionOfDataset[] }> {
  const row = await findDataset(ctx, name);
  const versions = await ctx.db
    .select()
    .from(datasetVersion)
    .where(eq(datasetVersion.datasetId, row.id))
    .orderBy(desc(datasetVersion.version))
    .limit(200);
  return { ...view(row, versions[0] ?? null), versions: versions.map(({ datasetId: _, ...version }) => version) };
}
