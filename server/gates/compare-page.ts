import type { RunView } from '#server/evals/runs/read-runs.ts';
import type { Ctx } from '#server/platform/context.ts';
import { Fault } from '#server/platform/faults.ts';
import { readCompareSummary } from './compare-summary.ts';
import type { DatasetDecision } from './domain/decide-dataset.ts';

/** What the compare page shows of one run. */
export type CompareHead = {
  id: string;
  prompt: string;
  version: number;
  provider: string | null;
  model: string | null;
  dataset: string;
  datasetVersion: number;
  completedAt: Date | null;
};

export type CompareForPage =
  | { comparable: true; run: CompareHead; baseline: CompareHead; decision: DatasetDecision }
  | { comparable: false; message: string };

/**
 * The top of the compare page. For runs that cannot be compared it returns a message instead of an error, and the page
 * shows it.
 */
export async function readCompareForPage(ctx: Ctx, input: { run: string; baseline: string }): Promise<CompareForPage> {
  try {
    const { run, baseline, decision } = await readCompareSummary(ctx, { runId: input.run, baselineId: input.baseline });
    return { comparable: true, run: headOf(run), baseline: headOf(baseline), decision };
  } catch (error) {
    if (error instanceof Fault && error.code === 'not_comparable') return { comparable: false, message: error.message };
    throw error;
  }
}

const headOf = (run: RunView): CompareHead => ({
  id: run.id,
  prompt: run.prompt,
  version: run.version,
  provider: run.provider,
  model: run.model,
  dataset: run.dataset,
  datasetVersion: run.datasetVersion,
  completedAt: run.completedAt,
});
