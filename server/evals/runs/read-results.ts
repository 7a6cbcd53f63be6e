import { and, asc, eq, ilike, or, sql } from 'drizzle-orm';
import { datasetItem, evalResult } from '#db/schema/evals.ts';
import { itemsAt } from '#server/evals/datasets/read-items.ts';
import type { DbCtx } from '#server/platform/context.ts';
import { decodeCursor, type Page, rowsOfPage, toPage } from '#server/platform/http/paging.ts';
import { likePattern } from '#server/prompts/read-prompts.ts';
import type { RunView } from './read-runs.ts';

export type ResultRow = Omit<typeof evalResult.$inferSelect, 'contentHash' | 'runId' | 'scored'> & {
  category: string;
  input: Record<string, unknown>;
  expected: string | null;
};

/**
 * A page of a run's results in the order of its dataset, each item's repeats together. Two scans of the run's results:
 * the first reads the sizes of the texts, which limit the page, the second the rows.
 */
export async function readResults(
  ctx: DbCtx,
  run: Pick<RunView, 'id' | 'datasetId' | 'datasetVersion'>,
  filter: { category?: string; search?: string; limit: number; cursor?: string },
): Promise<Page<ResultRow>> {
  const after = decodeCursor(filter.cursor, ['int', 'int']);
  const text = filter.search ? likePattern(filter.search) : null;
  const ofItem = and(eq(datasetItem.itemId, evalResult.itemId), itemsAt(run.datasetId, run.datasetVersion));
  const where = and(
    eq(evalResult.runId, run.id),
    after === null ? undefined : sql`(${datasetItem.position}, ${evalResult.repeat}) > (${after[0]}, ${after[1]})`,
    filter.category === undefined ? undefined : eq(datasetItem.category, filter.category),
    text === null
      ? undefined
      : or(
          ilike(evalResult.itemId, text),
          ilike(evalResult.output, text),
          ilike(sql`${datasetItem.input}::text`, text),
        ),
  );
  const order = [asc(datasetItem.position), asc(evalResult.repeat)];
  const sizes = await ctx.db
    .select({
      bytes: sql<number>`coalesce(octet_length(${evalResult.output}), 0) + octet_length(${datasetItem.input}::text) + coalesce(octet_length(${datasetItem.expected}), 0)`,
    })
    .from(evalResult)
    .innerJoin(datasetItem, ofItem)
    .where(where)
    .orderBy(...order)
    .limit(filter.limit);
  const fitting = rowsOfPage(
    sizes.map(({ bytes }) => bytes),
    filter.limit,
  );
  const rows = await ctx.db
    .select({
      itemId: evalResult.itemId,
      repeat: evalResult.repeat,
      output: evalResult.output,
      error: evalResult.error,
      latencyMs: evalResult.latencyMs,
      costUsd: evalResult.costUsd,
      tokensIn: evalResult.tokensIn,
      tokensOut: evalResult.tokensOut,
      score: evalResult.score,
      scores: evalResult.scores,
      unscored: evalResult.unscored,
      category: datasetItem.category,
      input: datasetItem.input,
      expected: datasetItem.expected,
      position: datasetItem.position,
    })
    .from(evalResult)
    .innerJoin(datasetItem, ofItem)
    .where(where)
    .orderBy(...order)
    .limit(fitting + 1);
  const page = toPage(rows, fitting, (row) => [row.position, row.repeat]);
  return { ...page, data: page.data.map(({ position: _, ...row }) => row) };
}
