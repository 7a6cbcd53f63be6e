import { and, desc, eq, inArray } from 'drizzle-orm';
import { dataset, evalRun } from '#db/schema/evals.ts';
import { prompt } from '#db/schema/prompts.ts';
import type { ReadCtx } from '#server/platform/context.ts';

/** The score of an eval run, shown beside a version on the prompt's timeline. */
export type EvalChip = {
  version: number;
  runId: string;
  dataset: string;
  provider: string | null;
  model: string | null;
  score: number | null;
  ci95: readonly [number, number] | null;
  n: number;
};

/** The newest completed run of each version, model and dataset of a prompt. One index scan of the variant's runs. */
export async function readChips(ctx: ReadCtx, name: string, versions?: readonly number[]): Promise<EvalChip[]> {
  const rows = await ctx.db
    .selectDistinctOn([evalRun.version, dataset.name, evalRun.variantDigest], { run: evalRun, dataset: dataset.name })
    .from(evalRun)
    .innerJoin(prompt, eq(prompt.id, evalRun.promptId))
    .innerJoin(dataset, eq(dataset.id, evalRun.datasetId))
    .where(
      and(
        eq(evalRun.projectId, ctx.project.id),
        eq(prompt.name, name),
        eq(evalRun.status, 'completed'),
        versions === undefined ? undefined : inArray(evalRun.version, [...versions]),
      ),
    )
    .orderBy(
      desc(evalRun.version),
      dataset.name,
      evalRun.variantDigest,
      desc(evalRun.completedAt),
      desc(evalRun.createdAt),
    );
  return rows.map(({ run, dataset: set }) => ({
    version: run.version,
    runId: run.id,
    dataset: set,
    provider: run.provider,
    model: run.model,
    score: run.summary?.overall.score ?? null,
    ci95: run.summary?.overall.ci95 ?? null,
    n: run.summary?.overall.n ?? 0,
  }));
}
