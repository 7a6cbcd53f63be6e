import { and, asc, eq, lte, type SQL, sql } from 'drizzle-orm';
import { datasetItem, evalResult, type evalRun } from '#db/schema/evals.ts';
import { itemsAt } from '#server/evals/datasets/read-items.ts';
import type { DbCtx } from '#server/platform/context.ts';
import { TASK_CHARS_MAX, TASK_RESULTS_MAX } from './scoring-limits.ts';

type RunRow = typeof evalRun.$inferSelect;

/** The position of a result in the order of scoring. */
export type Place = { item: string; repeat: number };
export const START: Place = { item: '', repeat: -1 };

/** Condition for the results of a run that the worker has not scored. */
export const unscored = (run: Pick<RunRow, 'id'>): SQL | undefined =>
  and(eq(evalResult.runId, run.id), eq(evalResult.scored, false));

/**
 * The next results after a place with the expected texts of their items: as many as make one task. Two index scans, of
 * which the first reads only the sizes of the texts.
 */
export async function nextUnscored(ctx: DbCtx, run: RunRow, after: Place) {
  const at = sql`(${evalResult.itemId}, ${evalResult.repeat})`;
  const item = and(eq(datasetItem.itemId, evalResult.itemId), itemsAt(run.datasetId, run.datasetVersion));
  const rest = and(unscored(run), sql`${at} > (${after.item}, ${after.repeat})`);
  const sizes = await ctx.db
    .select({
      item: evalResult.itemId,
      repeat: evalResult.repeat,
      size: sql<number>`coalesce(octet_length(${evalResult.output}), 0) + coalesce(octet_length(${datasetItem.expected}), 0)`,
    })
    .from(evalResult)
    .innerJoin(datasetItem, item)
    .where(rest)
    .orderBy(asc(evalResult.itemId), asc(evalResult.repeat))
    .limit(TASK_RESULTS_MAX);
  const last = sizes[taskLength(sizes.map(({ size }) => size)) - 1];
  if (last === undefined) return [];
  return ctx.db
    .select({
      item: evalResult.itemId,
      repeat: evalResult.repeat,
      output: evalResult.output,
      error: evalResult.error,
      expected: datasetItem.expected,
    })
    .from(evalResult)
    .innerJoin(datasetItem, item)
    .where(and(rest, lte(at, sql`(${last.item}, ${last.repeat})`)))
    .orderBy(asc(evalResult.itemId), asc(evalResult.repeat));
}

/** How many results make a task: all that fit the limits, and at least one. */
function taskLength(sizes: readonly number[]): number {
  let chars = 0;
  for (const [i, size] of sizes.entries()) {
    chars += size;
    if (i > 0 && chars > TASK_CHARS_MAX) return i;
  }
  return sizes.length;
}
