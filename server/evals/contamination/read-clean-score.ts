import { type ScoreSummary, summariseScores } from '#server/evals/domain/summarise-scores.ts';
import { loadScoredItems } from '#server/evals/runs/load-scored-items.ts';
import type { RunView } from '#server/evals/runs/read-runs.ts';
import { datasetNodeId } from '#server/models/lineage/domain/graph.ts';
import { readWholeLineage } from '#server/models/lineage/read-lineage.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import { modelText } from '#server/prompts/domain/variant.ts';
import { modelsBelow } from './read-contamination.ts';
import { overlapKey, readOverlaps, readTrainingSets } from './read-pairs.ts';

/** The score of a run without the items that its model was trained on, and how many those are. */
export type CleanScore = Pick<ScoreSummary, 'score' | 'ci95' | 'n'> & { leftOut: number };

/**
 * The score of a run without the items of its golden set that stand in what its model, or one that it was made from, was
 * trained on, as they were compared at the run's version. Null where the run has no score or no model, or where no such
 * item is known. Five reads; the scores of the run are read item by item only where there is such an item.
 */
export async function readCleanScore(ctx: ReadCtx, run: RunView): Promise<CleanScore | null> {
  if (run.model === null || run.status !== 'completed') return null;
  const shared = await sharedWith(ctx, run);
  if (shared.size === 0) return null;
  const items = await loadScoredItems(ctx, run);
  const clean = items.filter(({ item }) => !shared.has(item));
  const { score, ci95, n } = summariseScores(clean).overall;
  return { score, ci95, n, leftOut: items.length - clean.length };
}

/** The ids of the items of a run's golden set that its model was trained on. */
async function sharedWith(
  ctx: ReadCtx,
  run: Pick<RunView, 'datasetId' | 'datasetVersion' | 'provider' | 'model'>,
): Promise<Set<string>> {
  const [sets, overlaps] = await Promise.all([readTrainingSets(ctx), readOverlaps(ctx)]);
  const shared = sets.flatMap(({ name, version, compared, row }) => {
    const key =
      row &&
      overlapKey({
        goldenId: run.datasetId,
        goldenVersion: run.datasetVersion,
        trainingId: row.id,
        trainingVersion: compared,
      });
    const ids = (key && overlaps.get(key)?.shared) || [];
    return ids.length === 0 ? [] : [{ node: datasetNodeId(name, version), ids }];
  });
  if (shared.length === 0) return new Set();
  const graph = await readWholeLineage(ctx);
  const named = modelText(run);
  const idOf = (name: string): string => name.slice(name.indexOf('/') + 1);
  const isModel = (name: string): boolean => named === (run.provider === null ? idOf(name) : name);
  return new Set(
    shared
      .filter(({ node }) => modelsBelow(graph, node).some(isModel))
      .flatMap(({ ids }) => ids.map(({ goldenId }) => goldenId)),
  );
}
