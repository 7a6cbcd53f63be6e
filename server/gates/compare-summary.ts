import { findComparable } from '#server/evals/compare/find-comparable.ts';
import { loadScoredItems } from '#server/evals/runs/load-scored-items.ts';
import type { RunView } from '#server/evals/runs/read-runs.ts';
import type { Ctx } from '#server/platform/context.ts';
import { type DatasetDecision, decideDataset } from './domain/decide-dataset.ts';
import { readPolicy } from './read-policy.ts';

/** Two runs compared under the gate policy of the candidate's prompt. */
export type CompareSummary = { run: RunView; baseline: RunView; decision: DatasetDecision };

/**
 * Compares a run with its baseline by category, with the verdict that the gate would give each. 404 for a run that does
 * not exist; 409 `not_comparable`.
 */
export async function readCompareSummary(
  ctx: Ctx,
  { runId, baselineId }: { runId: string; baselineId: string },
): Promise<CompareSummary> {
  const { run, baseline } = await findComparable(ctx, { id: runId, baselineId });
  const policy = await readPolicy(ctx, run.promptId);
  const [candidateItems, baselineItems] = await Promise.all([
    loadScoredItems(ctx, run),
    loadScoredItems(ctx, baseline),
  ]);
  const side = ({ id, datasetVersion, scorersDigest }: RunView, items: typeof candidateItems) => {
    return { run: id, datasetVersion, scorersDigest, items };
  };
  const decision = decideDataset(
    {
      dataset: run.dataset,
      candidate: side(run, candidateItems),
      baseline: side(baseline, baselineItems),
      canDrawRepeats: false,
    },
    policy,
    false,
  );
  return { run, baseline, decision };
}
