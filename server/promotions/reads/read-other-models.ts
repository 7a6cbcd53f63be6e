import { and, desc, eq, ne } from 'drizzle-orm';
import { evalRun } from '#db/schema/evals.ts';
import type { GateView } from '#server/gates/read-verdict.ts';
import type { Ctx } from '#server/platform/context.ts';
import type { Interval } from '#server/stats/interval.ts';

/** How another variant of the prompt did on the same golden set with the same scorers. */
export type OtherModel = {
  dataset: string;
  run: string;
  version: number;
  provider: string | null;
  model: string | null;
  n: number;
  score: number | null;
  ci95: Interval | null;
};

const OTHERS_MAX = 5;

/** The newest other variants that can be compared with the candidate, at most five a golden set. */
export async function readOtherModels(ctx: Ctx, gate: GateView): Promise<OtherModel[]> {
  const others: OtherModel[] = [];
  for (const { dataset, candidateRun } of gate.datasets) {
    if (!candidateRun) continue;
    for (const { id, version, provider, model, summary } of await readOtherRuns(ctx, candidateRun)) {
      const { n = 0, score = null, ci95 = null } = summary?.overall ?? {};
      others.push({ dataset, run: id, version, provider, model, n, score, ci95 });
    }
  }
  return others;
}

/** One run a variant: its newest. */
async function readOtherRuns(ctx: Ctx, like: { run: string; datasetVersion: number; scorersDigest: string }) {
  const [own] = await ctx.db.select().from(evalRun).where(eq(evalRun.id, like.run));
  if (!own) return [];
  return ctx.db
    .selectDistinctOn([evalRun.variantDigest])
    .from(evalRun)
    .where(
      and(
        eq(evalRun.projectId, ctx.project.id),
        eq(evalRun.promptId, own.promptId),
        eq(evalRun.datasetId, own.datasetId),
        eq(evalRun.datasetVersion, like.datasetVersion),
        eq(evalRun.scorersDigest, like.scorersDigest),
        eq(evalRun.status, 'completed'),
        ne(evalRun.variantDigest, own.variantDigest),
      ),
    )
    .orderBy(evalRun.variantDigest, desc(evalRun.completedAt))
    .limit(OTHERS_MAX);
}
