import { and, desc, eq } from 'drizzle-orm';
import { gateVerdict } from '#db/schema/gates.ts';
import { environment } from '#db/schema/projects.ts';
import { deployment, serving } from '#db/schema/prompts.ts';
import type { LineageTest } from '#server/models/lineage/domain/graph.ts';
import { type EventOut, toOpenLineage } from '#server/models/lineage/domain/open-lineage.ts';
import { readParts } from '#server/models/lineage/read-lineage.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import type { Verdict } from './domain/verdict.ts';

/** What a verdict is as the status of a test: without enough data it did not really run. */
const STATUS = { pass: 'pass', fail: 'fail', inconclusive: 'skip' } as const satisfies Record<
  Verdict,
  LineageTest['status']
>;

/**
 * The lineage of a project as OpenLineage run events. What serves carries the newest verdict of the gate on its variant for its
 * environment as a test; what no gate was asked about carries none.
 */
export async function exportLineage(ctx: ReadCtx): Promise<EventOut[]> {
  const [{ models, places }, verdicts] = await Promise.all([readParts(ctx), readNewest(ctx)]);
  return toOpenLineage(models, places, ({ deploymentId }) => {
    const verdict = verdicts.get(deploymentId);
    return verdict ? [{ name: 'gate', status: STATUS[verdict], severity: 'error', actual: verdict }] : [];
  });
}

/** By deployment that serves: the newest verdict on its variant for its environment. */
async function readNewest(ctx: ReadCtx): Promise<Map<string, Verdict>> {
  const rows = await ctx.db
    .selectDistinctOn([deployment.id], { id: deployment.id, verdict: gateVerdict.verdict })
    .from(serving)
    .innerJoin(deployment, eq(deployment.id, serving.deploymentId))
    .innerJoin(environment, eq(environment.id, serving.environmentId))
    .innerJoin(
      gateVerdict,
      and(
        eq(gateVerdict.promptId, serving.promptId),
        eq(gateVerdict.candidateDigest, deployment.variantDigest),
        eq(gateVerdict.environment, environment.name),
      ),
    )
    .where(eq(serving.projectId, ctx.project.id))
    .orderBy(deployment.id, desc(gateVerdict.at));
  return new Map(rows.map(({ id, verdict }) => [id, verdict]));
}
