import { and, asc, eq, gt, ilike, isNull, lte, or, type SQL, sql } from 'drizzle-orm';
import { datasetItem } from '#db/schema/evals.ts';
import type { DbCtx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/faults.ts';
import { decodeCursor, type Page, rowsOfPage, toPage } from '#server/platform/http/paging.ts';
import { likePattern } from '#server/prompts/read-prompts.ts';
import type { DatasetRow } from './find-dataset.ts';

export type ItemRow = typeof datasetItem.$inferSelect;

/** Condition for the rows of a dataset that belong to a version: each item once. */
export const itemsAt = (datasetId: string, version: number): SQL | undefined =>
  and(
    eq(datasetItem.datasetId, datasetId),
    lte(datasetItem.validFrom, version),
    or(isNull(datasetItem.validTo), gt(datasetItem.validTo, version)),
  );

/**
 * A page of a dataset's items at a version (the newest where none is given), in the order of their first import. Two
 * ranges of the index (dataset, position), filtered row by row: the first reads the sizes of the items, which limit the
 * page, the second the items. 404 for a version that does not exist.
 */
export async function readItems(
  ctx: DbCtx,
  row: DatasetRow,
  filter: { version?: number; category?: string; search?: string; limit: number; cursor?: string },
): Promise<Page<ItemRow>> {
  const version = filter.version ?? row.version;
  if (version > row.version) throw notFound();
  const after = decodeCursor(filter.cursor, ['int'])?.[0];
  const text = filter.search ? likePattern(filter.search) : null;
  const where = and(
    itemsAt(row.id, version),
    after === undefined ? undefined : gt(datasetItem.position, after),
    filter.category === undefined ? undefined : eq(datasetItem.category, filter.category),
    text === null
      ? undefined
      : or(
          ilike(datasetItem.itemId, text),
          ilike(sql`${datasetItem.input}::text`, text),
          ilike(datasetItem.expected, text),
        ),
  );
  const { input, expected, metadata, position } = datasetItem;
  const sizes = await ctx.db
    .select({
      bytes: sql<number>`octet_length(${input}::text) + coalesce(octet_length(${expected}), 0) + coalesce(octet_length(${metadata}::text), 0)`,
    })
    .from(datasetItem)
    .where(where)
    .orderBy(asc(position))
    .limit(filter.limit);
  const fitting = rowsOfPage(
    sizes.map(({ bytes }) => bytes),
    filter.limit,
  );
  const rows = await ctx.db
    .select()
    .from(datasetItem)
    .where(where)
    .orderBy(asc(position))
    .limit(fitting + 1);
  return toPage(rows, fitting, (item) => [item.position]);
}
