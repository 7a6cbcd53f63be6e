import { and, desc, eq, isNotNull } from 'drizzle-orm';
import { dataset, evalRun } from '#db/schema/evals.ts';
import { prompt } from '#db/schema/prompts.ts';
import type { ReadCtx } from '#server/platform/context.ts';

/** What a run of ours measured of a model, on a golden set, with one prompt. */
export type ModelScore = {
  provider: string | null;
  model: string;
  prompt: string;
  version: number;
  dataset: string;
  datasetVersion: number;
  runId: string;
  score: number | null;
  ci95: readonly [number, number] | null;
  n: number;
  at: Date;
};

/** Scores on one page: beyond that the list of runs is searched. */
const ROWS_MAX = 2_000;

/**
 * The newest completed run of each model, prompt and golden set, those with the most items first, so that the first one
 * of a model says most about it. `provider` and `model`: of this model only. One scan of the project's runs.
 */
export async function readModelScores(
  ctx: ReadCtx,
  { provider, model }: { provider?: string; model?: string } = {},
): Promise<ModelScore[]> {
  const rows = await ctx.db
    .selectDistinctOn([evalRun.provider, evalRun.model, prompt.name, dataset.name], {
      provider: evalRun.provider,
      model: evalRun.model,
      prompt: prompt.name,
      version: evalRun.version,
      dataset: dataset.name,
      datasetVersion: evalRun.datasetVersion,
      runId: evalRun.id,
      summary: evalRun.summary,
      at: evalRun.completedAt,
    })
    .from(evalRun)
    .innerJoin(prompt, eq(prompt.id, evalRun.promptId))
    .innerJoin(dataset, eq(dataset.id, evalRun.datasetId))
    .where(
      and(
        eq(evalRun.projectId, ctx.project.id),
        eq(evalRun.status, 'completed'),
        isNotNull(evalRun.model),
        provider === undefined ? undefined : eq(evalRun.provider, provider),
        model === undefined ? undefined : eq(evalRun.model, model),
      ),
    )
    .orderBy(evalRun.provider, evalRun.model, prompt.name, dataset.name, desc(evalRun.completedAt), desc(evalRun.id))
    .limit(ROWS_MAX);
  return rows
    .flatMap(({ model: name, summary, at, ...row }): ModelScore[] => {
      if (name === null || at === null || summary === null) return [];
      return [{ ...row, model: name, at, ...summary.overall }];
    })
    .sort((a, b) => b.n - a.n || b.at.getTime() - a.at.getTime());
}
