import { and, asc, desc, eq, inArray, type SQL } from 'drizzle-orm';
import { dataset, evalRun } from '#db/schema/evals.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import { isUuid } from '#server/platform/ids.ts';

/** An eval run with the name of its dataset. */
export type RunRow = typeof evalRun.$inferSelect & { datasetName: string };
/** A dataset at its latest version. */
export type DatasetHead = { id: string; name: string; version: number };

const HEAD = { id: dataset.id, name: dataset.name, version: dataset.version };

async function newestRun(ctx: ReadCtx, where: SQL | undefined): Promise<RunRow | null> {
  const [found] = await ctx.db
    .select({ run: evalRun, datasetName: dataset.name })
    .from(evalRun)
    .innerJoin(dataset, eq(dataset.id, evalRun.datasetId))
    .where(and(eq(evalRun.projectId, ctx.project.id), where))
    .orderBy(desc(evalRun.completedAt), desc(evalRun.createdAt), desc(evalRun.id))
    .limit(1);
  return found ? { ...found.run, datasetName: found.datasetName } : null;
}

/** A run by id, in any status, or null. */
export async function findRun(ctx: ReadCtx, id: string): Promise<RunRow | null> {
  return isUuid(id) ? newestRun(ctx, eq(evalRun.id, id)) : null;
}

/** The newest completed run of a variant on a dataset version, with the same scorers where they are given, or null. */
export function findNewestRun(
  ctx: ReadCtx,
  of: { variantDigest: string; datasetId: string; datasetVersion: number; scorersDigest?: string },
): Promise<RunRow | null> {
  return newestRun(
    ctx,
    and(
      eq(evalRun.status, 'completed'),
      eq(evalRun.variantDigest, of.variantDigest),
      eq(evalRun.datasetId, of.datasetId),
      eq(evalRun.datasetVersion, of.datasetVersion),
      of.scorersDigest === undefined ? undefined : eq(evalRun.scorersDigest, of.scorersDigest),
    ),
  );
}

/** The newest completed run of a version with any model, or null. */
export function findNewestRunOfVersion(ctx: ReadCtx, versionId: string): Promise<RunRow | null> {
  return newestRun(ctx, and(eq(evalRun.status, 'completed'), eq(evalRun.versionId, versionId)));
}

/** Datasets by name, in the order of their names; those that do not exist are left out. */
export async function datasetsByName(ctx: ReadCtx, names: readonly string[]): Promise<DatasetHead[]> {
  if (names.length === 0) return [];
  return ctx.db
    .select(HEAD)
    .from(dataset)
    .where(and(eq(dataset.projectId, ctx.project.id), inArray(dataset.name, [...names])))
    .orderBy(asc(dataset.name));
}

/** Datasets, at any version, on which a variant of a prompt has a completed run. */
export const datasetsOfVariant = (
  ctx: ReadCtx,
  { promptId, variantDigest }: { promptId: string; variantDigest: string },
): Promise<DatasetHead[]> => datasetsWithRuns(ctx, promptId, eq(evalRun.variantDigest, variantDigest));

/** Datasets on which any version of a prompt has a completed run. */
export const datasetsOfPrompt = (ctx: ReadCtx, promptId: string): Promise<DatasetHead[]> =>
  datasetsWithRuns(ctx, promptId);

async function datasetsWithRuns(ctx: ReadCtx, promptId: string, which?: SQL): Promise<DatasetHead[]> {
  return ctx.db
    .selectDistinct(HEAD)
    .from(evalRun)
    .innerJoin(dataset, eq(dataset.id, evalRun.datasetId))
    .where(
      and(
        eq(evalRun.projectId, ctx.project.id),
        eq(evalRun.promptId, promptId),
        which,
        eq(evalRun.status, 'completed'),
      ),
    )
    .orderBy(asc(dataset.name));
}
