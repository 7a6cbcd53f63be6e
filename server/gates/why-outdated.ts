import { and, eq, inArray } from 'drizzle-orm';
import { dataset } from '#db/schema/evals.ts';
import type { Ctx } from '#server/platform/context.ts';
import type { InTx } from '#server/platform/in-transaction.ts';
import type { GatePolicy } from './read-policy.ts';
import type { GateView } from './read-verdict.ts';

/**
 * Why a verdict no longer holds, as a sentence, or null where it does: it was made under another policy, or a golden
 * set that it used has a newer version. Locks those golden sets until the transaction ends. One row a golden set by
 * unique index.
 */
export async function whyOutdated(
  ctx: InTx<Pick<Ctx, 'project'>>,
  verdict: GateView | null,
  policy: Pick<GatePolicy, 'revision'>,
): Promise<string | null> {
  if (verdict?.policyRevision !== policy.revision) return 'The gate policy changed.';
  const seen = new Map(
    verdict.datasets.flatMap((it) => (it.candidateRun ? [[it.dataset, it.candidateRun.datasetVersion]] : [])),
  );
  if (seen.size === 0) return null;
  const now = await ctx.db
    .select({ name: dataset.name, version: dataset.version })
    .from(dataset)
    .where(and(eq(dataset.projectId, ctx.project.id), inArray(dataset.name, [...seen.keys()])))
    .orderBy(dataset.name)
    .for('share');
  const changed = now.find(({ name, version }) => version !== seen.get(name));
  return changed ? `The golden set ${changed.name} changed.` : null;
}
