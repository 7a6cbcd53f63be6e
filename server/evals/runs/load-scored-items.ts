import { asc, eq } from 'drizzle-orm';
import { datasetItem, evalResult } from '#db/schema/evals.ts';
import { itemsAt } from '#server/evals/datasets/read-items.ts';
import type { ScoredItem } from '#server/evals/domain/scored-item.ts';
import type { DbCtx } from '#server/platform/context.ts';

/**
 * The scores of a run in the form that comparisons take: one entry for every item of its dataset version, answered or
 * not, with its repeats in order. Two index scans, of the dataset's items and of the run's results; outputs are not
 * read.
 */
export async function loadScoredItems(
  { db }: DbCtx,
  run: { id: string; datasetId: string; datasetVersion: number },
): Promise<ScoredItem[]> {
  const items = await db
    .select({
      item: datasetItem.itemId,
      category: datasetItem.category,
      weight: datasetItem.weight,
      cluster: datasetItem.cluster,
    })
    .from(datasetItem)
    .where(itemsAt(run.datasetId, run.datasetVersion));
  const results = await db
    .select({
      item: evalResult.itemId,
      score: evalResult.score,
      error: evalResult.error,
      latencyMs: evalResult.latencyMs,
      costUsd: evalResult.costUsd,
    })
    .from(evalResult)
    .where(eq(evalResult.runId, run.id))
    .orderBy(asc(evalResult.itemId), asc(evalResult.repeat));
  const answers = Map.groupBy(
    results.filter(({ error }) => error === null),
    ({ item }) => item,
  );
  return items.map((item) => {
    const mine = answers.get(item.item) ?? [];
    return {
      ...item,
      scores: mine.flatMap(({ score }) => (score === null ? [] : [score])),
      latencyMs: mine.map(({ latencyMs }) => latencyMs),
      costUsd: mine.map(({ costUsd }) => costUsd),
    };
  });
}
