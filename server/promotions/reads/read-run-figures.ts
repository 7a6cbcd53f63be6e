import { and, eq, inArray, sql } from 'drizzle-orm';
import { evalResult, evalRun } from '#db/schema/evals.ts';
import type { GateView } from '#server/gates/read-verdict.ts';
import type { ReadCtx } from '#server/platform/context.ts';

/** What the answers of one run cost and took: US dollars and milliseconds an answer, tokens out; `null` where unknown. */
export type RunFigures = {
  run: string;
  scorers: unknown[];
  costUsdPerItem: number | null;
  latencyMsP50: number | null;
  latencyMsP95: number | null;
  latencyMsP99: number | null;
  tokensOut: number | null;
};

/** Both runs of one golden set. */
export type DatasetFigures = { dataset: string; candidate: RunFigures | null; baseline: RunFigures | null };

/** Cost, latency and length of the answers that a verdict was computed from. One index scan of each run's results. */
export async function readRunFigures(ctx: ReadCtx, gate: GateView): Promise<DatasetFigures[]> {
  const pairs = gate.datasets.map(({ dataset, candidateRun, baselineRun }) => ({
    dataset,
    candidate: candidateRun?.run,
    baseline: baselineRun?.run,
  }));
  const ids = pairs.flatMap(({ candidate, baseline }) => [candidate, baseline]).filter((id) => id !== undefined);
  const found = ids.length === 0 ? new Map<string, RunFigures>() : await figuresOf(ctx, ids);
  const figures = (id: string | undefined) => (id === undefined ? null : (found.get(id) ?? null));
  return pairs.map(({ dataset, candidate, baseline }) => ({
    dataset,
    candidate: figures(candidate),
    baseline: figures(baseline),
  }));
}

async function figuresOf({ db, project }: ReadCtx, ids: string[]): Promise<Map<string, RunFigures>> {
  const quantile = (q: number) =>
    sql<number | null>`percentile_cont(${sql.raw(String(q))}) within group (order by ${evalResult.latencyMs})`;
  const [rows, runs] = await Promise.all([
    db
      .select({
        run: evalResult.runId,
        costUsdPerItem: sql<number | null>`avg(${evalResult.costUsd})`,
        latencyMsP50: quantile(0.5),
        latencyMsP95: quantile(0.95),
        latencyMsP99: quantile(0.99),
        tokensOut: sql<number | null>`avg(${evalResult.tokensOut})::float8`,
      })
      .from(evalResult)
      .where(inArray(evalResult.runId, ids))
      .groupBy(evalResult.runId),
    db
      .select({ run: evalRun.id, scorers: evalRun.scorers })
      .from(evalRun)
      .where(and(eq(evalRun.projectId, project.id), inArray(evalRun.id, ids))),
  ]);
  const scorers = new Map(runs.map((row) => [row.run, row.scorers]));
  return new Map(rows.map((row) => [row.run, { ...row, scorers: scorers.get(row.run) ?? [] }]));
}
