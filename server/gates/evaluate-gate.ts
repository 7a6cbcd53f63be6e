import type { Ctx } from '#server/platform/context.ts';
import { type DeploymentRow, readServing } from '#server/prompts/read-serving.ts';
import { decideGate, type GateDecision } from './domain/decide-gate.ts';
import type { GateQuestion } from './load-datasets.ts';
import { loadDatasets } from './load-datasets.ts';
import { type GatePolicy, readPolicy } from './read-policy.ts';

/** A decision with the question that it answers. */
export type GateOutcome = GateQuestion & { decision: GateDecision; serving: DeploymentRow | null; policy: GatePolicy };

/**
 * Decides whether a variant may serve an environment, from the existing runs; stores nothing. Reads the policy, what
 * serves, and both sides' answers by item. 422 for an explicit run that does not fit the question.
 */
export async function evaluateGate(ctx: Ctx, question: GateQuestion): Promise<GateOutcome> {
  const { prompt, environment, variant } = question;
  const policy = await readPolicy(ctx, prompt.id);
  const serving = await readServing(ctx, { promptId: prompt.id, environmentId: environment.id });
  const servingDigest = serving?.variantDigest ?? null;
  const decision = decideGate({
    rules: question.margin === undefined ? policy : { ...policy, margin: question.margin },
    candidateDigest: variant.digest,
    servingDigest,
    baselineNamed: question.baselineRun !== undefined,
    datasets: await loadDatasets(ctx, { question, policy, servingDigest }),
  });
  return { ...question, decision, serving, policy };
}
