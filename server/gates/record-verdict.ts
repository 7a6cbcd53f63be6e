import { gateVerdict } from '#db/schema/gates.ts';
import type { Ctx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import type { InTx } from '#server/platform/in-transaction.ts';
import type { GateOutcome } from './evaluate-gate.ts';
import { readShared } from './read-shared.ts';
import type { GateView } from './read-verdict.ts';

/**
 * Stores a decision with all of its evidence, and what its golden sets share with training data. Append-only: a verdict is
 * never changed. Returns it as it is read back.
 */
export async function recordVerdict(
  ctx: InTx<Pick<Ctx, 'project' | 'clock'>>,
  outcome: GateOutcome,
): Promise<GateView> {
  const { decision } = outcome;
  const [id, at] = [newId(), ctx.clock.now()];
  const shared = await readShared(ctx, decision);
  const policyRevision = outcome.policy.revision;
  await ctx.db.insert(gateVerdict).values({
    id,
    projectId: ctx.project.id,
    promptId: outcome.prompt.id,
    versionId: outcome.version.id,
    environment: outcome.environment.name,
    candidateDigest: decision.candidateDigest,
    baselineDigest: decision.servingDigest,
    policyRevision,
    verdict: decision.verdict,
    reasons: [...new Set(decision.reasons.map((reason) => reason.code))],
    evidence: { ...decision, shared },
    at,
  });
  return { ...decision, id, at, environment: outcome.environment.name, policyRevision, shared };
}
