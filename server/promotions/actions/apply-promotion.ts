import type { InTx } from '#server/platform/in-transaction.ts';
import { startRollout } from '#server/rollouts/start-rollout.ts';
import { addStep } from './add-step.ts';
import { applyEvent } from './change-promotion.ts';
import type { HeldPromotion, PromotionRow } from './hold-promotion.ts';

/**
 * Makes an approved promotion serve, in the transaction of its last approval. 409 `baseline_changed` where something
 * else serves than what the gate compared with: nothing of the transaction stands then.
 */
export async function applyPromotion(ctx: InTx, held: HeldPromotion): Promise<PromotionRow> {
  const { row, prompt, environment, version } = held;
  const { provider, model, settings } = row;
  const rolling = await applyEvent(ctx, row, { event: 'apply' });
  const started = await startRollout(ctx, row.rollout, {
    prompt,
    environment,
    version,
    variant: { provider, model, settings, digest: row.variantDigest },
    promotionId: row.id,
    expected: row.baselineDeploymentId,
  });
  const title = `v${row.version} serves ${environment.name}`;
  await addStep(ctx, row.id, { kind: 'rolling_out', title: 'All traffic moves at once', detail: '' });
  await addStep(ctx, row.id, { kind: 'completed', title });
  return applyEvent(ctx, rolling, {
    event: started.finished ? 'finish' : null,
    changes: { deploymentId: started.deployment.id },
  });
}
