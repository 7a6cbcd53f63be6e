import { type RunView, readRun } from '#server/evals/runs/read-runs.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import { conflict } from '#server/platform/faults.ts';

/** Two runs whose answers can be compared item by item. */
export type ComparableRuns = { run: RunView; baseline: RunView };

/** Why two runs cannot be compared, as a sentence; null when they can. */
export function incomparable({ run, baseline }: ComparableRuns): string | null {
  const open = [run, baseline].find((one) => one.status !== 'completed');
  if (open) return `Run ${open.id} is ${open.status}; only completed runs are compared.`;
  if (run.datasetId !== baseline.datasetId) return `One run is on ${run.dataset}, the other on ${baseline.dataset}.`;
  if (run.datasetVersion !== baseline.datasetVersion) {
    return `The runs are on versions ${run.datasetVersion} and ${baseline.datasetVersion} of ${run.dataset}. Run one of them again.`;
  }
  return run.scorersDigest === baseline.scorersDigest
    ? null
    : 'The runs were scored by different scorers. Score one of them again.';
}

/** Both runs; 404 for one that is not there, 409 `not_comparable` with the reason. */
export async function findComparable(
  ctx: ReadCtx,
  { id, baselineId }: { id: string; baselineId: string },
): Promise<ComparableRuns> {
  const pair = { run: await readRun(ctx, id), baseline: await readRun(ctx, baselineId) };
  const reason = incomparable(pair);
  if (reason !== null) throw conflict('not_comparable', reason);
  return pair;
}
