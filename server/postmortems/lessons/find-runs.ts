import { and, count, desc, eq, gte, max } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { dataset, evalRun } from '#db/schema/evals.ts';
import { incidentCase } from '#db/schema/lessons.ts';
import type { Scorers } from '#server/evals/contract.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import { scorersOn } from './choose-dataset.ts';
import type { PrecedingGate } from './find-gate.ts';

type RunRow = typeof evalRun.$inferSelect;

/** A golden set with cases of an incident: how many, and the first version that holds all of them. */
export type CaseSet = { datasetId: string; dataset: string; version: number; cases: number };

/** The golden sets that hold cases of an incident, by name. */
export async function readCaseSets(ctx: ReadCtx, incidentId: string): Promise<CaseSet[]> {
  const rows = await ctx.db
    .select({
      ...{ datasetId: incidentCase.datasetId, dataset: dataset.name, version: max(incidentCase.datasetVersion) },
      cases: count(),
    })
    .from(incidentCase)
    .innerJoin(dataset, eq(dataset.id, incidentCase.datasetId))
    .where(and(eq(incidentCase.projectId, ctx.project.id), eq(incidentCase.incidentId, incidentId)))
    .groupBy(incidentCase.datasetId, dataset.name)
    .orderBy(dataset.name);
  return rows.map(({ version, ...row }) => ({ ...row, version: version ?? 0 }));
}

/** Both runs of a promotion on a golden set with the cases; what is not there yet is null. */
export type CaseRuns = { set: CaseSet; scorers: Scorers; after: RunRow | null; before: RunRow | null };

/** The runs of both sides on each golden set with cases; see {@link findPair}. */
export async function findCaseRuns(ctx: ReadCtx, gate: PrecedingGate, sets: readonly CaseSet[]): Promise<CaseRuns[]> {
  const found: CaseRuns[] = [];
  for (const set of sets) {
    const scorers = await scorersThen(ctx, gate, set);
    found.push({
      set,
      scorers: scorers.list,
      ...(await findPair(ctx, gate, { ...set, scorersDigest: scorers.digest })),
    });
  }
  return found;
}

/** The scorers that the gate used on a golden set; where it did not use the set, those that it would use now. */
async function scorersThen(
  ctx: ReadCtx,
  gate: PrecedingGate,
  set: CaseSet,
): Promise<{ list: Scorers; digest?: string }> {
  const used = gate.verdict.datasets.find((each) => each.dataset === set.dataset);
  const id = (used?.candidateRun ?? used?.baselineRun)?.run;
  if (id === undefined) return { list: await scorersOn(ctx, gate.promptId, set.dataset) };
  const [run] = await ctx.db
    .select({ scorers: evalRun.scorers, digest: evalRun.scorersDigest })
    .from(evalRun)
    .where(and(eq(evalRun.projectId, ctx.project.id), eq(evalRun.id, id)));
  // Only scorers that passed their schema are written.
  return run ? { list: run.scorers as Scorers, digest: run.digest } : { list: [] };
}

type Asked = { datasetId: string; version: number; scorersDigest?: string };

/**
 * The newest completed runs of both sides on one version of a golden set that holds the cases, with the same scorers. Where no
 * two fit together, the newest of each side, one of which is null; of a first release `before` stays null.
 */
async function findPair(
  ctx: ReadCtx,
  { after, before }: PrecedingGate,
  { datasetId, version, scorersDigest }: Asked,
): Promise<{ after: RunRow | null; before: RunRow | null }> {
  const of = (run: typeof evalRun, digest: string) =>
    and(
      ...[eq(run.projectId, ctx.project.id), eq(run.status, 'completed'), eq(run.datasetId, datasetId)],
      ...[gte(run.datasetVersion, version), eq(run.variantDigest, digest)],
      scorersDigest === undefined ? undefined : eq(run.scorersDigest, scorersDigest),
    );
  const newest = async (digest: string): Promise<RunRow | null> => {
    const order = [desc(evalRun.datasetVersion), desc(evalRun.completedAt), desc(evalRun.id)];
    const [run] = await ctx.db
      .select()
      .from(evalRun)
      .where(and(eq(evalRun.projectId, ctx.project.id), of(evalRun, digest)))
      .orderBy(...order)
      .limit(1);
    return run ?? null;
  };
  if (before === null) return { after: await newest(after.digest), before: null };
  const other = alias(evalRun, 'other');
  const [pair] = await ctx.db
    .select({ after: evalRun, before: other })
    .from(evalRun)
    .innerJoin(
      other,
      and(
        ...[eq(other.projectId, evalRun.projectId), eq(other.status, 'completed')],
        ...[eq(other.datasetId, evalRun.datasetId), eq(other.datasetVersion, evalRun.datasetVersion)],
        ...[eq(other.scorersDigest, evalRun.scorersDigest), eq(other.variantDigest, before.digest)],
      ),
    )
    .where(and(eq(evalRun.projectId, ctx.project.id), of(evalRun, after.digest)))
    .orderBy(desc(evalRun.datasetVersion), desc(evalRun.completedAt), desc(other.completedAt))
    .limit(1);
  if (pair) return pair;
  const candidate = await newest(after.digest);
  return candidate ? { after: candidate, before: null } : { after: null, before: await newest(before.digest) };
}

/** Whether the gate can be replayed: every golden set with cases has the runs that it takes. */
export const isComplete = (runs: readonly CaseRuns[], { before }: Pick<PrecedingGate, 'before'>): boolean =>
  runs.length > 0 && runs.every((each) => each.after !== null && (each.before !== null || before === null));
