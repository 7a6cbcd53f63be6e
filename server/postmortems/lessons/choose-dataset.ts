import { and, desc, eq } from 'drizzle-orm';
import { dataset as datasets, evalRun } from '#db/schema/evals.ts';
import { readDatasetRows, readTrainingSets } from '#server/evals/contamination/read-pairs.ts';
import type { Scorers } from '#server/evals/contract.ts';
import { datasetsOfPrompt } from '#server/gates/find-runs.ts';
import { readPolicy } from '#server/gates/read-policy.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import type { PromptRow } from '#server/prompts/find-prompt.ts';

/** Where the cases of an incident may go. */
export type Choice = {
  /** Golden sets by name: no model was trained on one of these. */
  names: string[];
  /** The first that the gate of the prompt uses; null: it uses none. */
  proposed: string | null;
};

/**
 * The golden sets that cases can be added to. A training dataset is none: cases in it would be learned by heart. Proposed is
 * the one that the gate of the prompt names, else one that a version of it was measured on. Five reads at most.
 */
export async function choicesOf(ctx: ReadCtx, prompt: PromptRow | null): Promise<Choice> {
  const [rows, training] = [await readDatasetRows(ctx), await readTrainingSets(ctx)];
  const trained = new Set(training.map(({ name }) => name));
  const names = rows.map(({ name }) => name).filter((name) => !trained.has(name));
  if (prompt === null) return { names, proposed: null };
  const policy = await readPolicy(ctx, prompt.id);
  const used =
    policy.datasets.length > 0 ? policy.datasets : (await datasetsOfPrompt(ctx, prompt.id)).map(({ name }) => name);
  return { names, proposed: used.find((name) => names.includes(name)) ?? null };
}

/** The scorers of the gate on a dataset: the policy's, else those of the newest run of the prompt there; empty: unknown. */
export async function scorersOn(ctx: ReadCtx, promptId: string | null, dataset: string): Promise<Scorers> {
  if (promptId === null) return [];
  const policy = await readPolicy(ctx, promptId);
  if (policy.scorers.length > 0) return policy.scorers;
  const [newest] = await ctx.db
    .select({ scorers: evalRun.scorers })
    .from(evalRun)
    .innerJoin(datasets, eq(datasets.id, evalRun.datasetId))
    .where(and(eq(evalRun.projectId, ctx.project.id), eq(evalRun.promptId, promptId), eq(datasets.name, dataset)))
    .orderBy(desc(evalRun.createdAt))
    .limit(1);
  // Only scorers that passed their schema are written.
  return (newest?.scorers ?? []) as Scorers;
}
