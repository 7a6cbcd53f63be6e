import { gateVerdict } from '#db/schema/gates.ts';
import type { Ctx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import type { InTx } from '#server/platform/in-transaction.ts';
import type { GateOutcome } from './evaluate-gate.ts';

/** Stores a decision with all of its evidence and returns its id. Append-only: a verdict is never changed. */
export async function recordVerdict(ctx: InTx<Pick<Ctx, 'project' | 'clock'>>, outcome: GateOutcome): Promise<string> {
  const { decision } = outcome;
  const id = newId();
  await ctx.db.insert(gateVerdict).values({
    id,
    projectId: ctx.project.id,
    promptId: outcome.prompt.id,
    versionId: outcome.version.id,
    environment: outcome.environment.name,
    candidateDigest: decision.candidateDigest,
    baselineDigest: decision.servingDigest,
    policyRevision: outcome.policy.revision,
    verdict: decision.verdict,
    reasons: [...new Set(decision.reasons.map((reason) => reason.code))],
    evidence: { ...decision },
    at: ctx.clock.now(),
  });
  return id;
}
