import type { InTx } from '#server/platform/in-transaction.ts';
import type { DeploymentRow } from '#server/prompts/read-serving.ts';
import { type NewDeployment, recordDeployment } from '#server/prompts/record-deployment.ts';
import type { RolloutPlan } from './domain/plan.ts';

/** What was started; `finished` where all traffic has moved already. */
export type StartedRollout = { finished: boolean; deployment: DeploymentRow };

/**
 * Moves traffic to a promoted variant, inside the transaction of its last approval. `immediate` moves all of it at
 * once: the deployment is the rollout. 409 `baseline_changed` where something else than `expected` serves by now.
 */
export async function startRollout(
  ctx: InTx,
  plan: RolloutPlan,
  to: Omit<NewDeployment, 'kind' | 'restoresId'> & { promotionId: string },
): Promise<StartedRollout> {
  switch (plan.strategy) {
    case 'immediate':
      return { finished: true, deployment: await recordDeployment(ctx, { ...to, kind: 'promotion' }) };
  }
}
