import { and, eq } from 'drizzle-orm';
import { deployment, promptVersion } from '#db/schema/prompts.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import type { Ctx, ReadCtx } from '#server/platform/context.ts';
import { conflict, Fault } from '#server/platform/faults.ts';
import type { InTx } from '#server/platform/in-transaction.ts';
import type { PromotionActionInput } from '#server/promotions/contract.ts';
import { recordDeployment } from '#server/prompts/record-deployment.ts';
import { addStep } from './add-step.ts';
import { applyEvent, changePromotion, type PromotionState } from './change-promotion.ts';

/**
 * Makes what served before this promotion serve again, as a new deployment. 409 `nothing_to_restore` for a first
 * release, `superseded` where something newer serves, `wrong_status`; 403 below release manager.
 */
export async function rollbackPromotion(ctx: Ctx, input: PromotionActionInput): Promise<PromotionState> {
  try {
    return await rollBack(ctx, input);
  } catch (error) {
    // Another deployment was committed between the guard's read and this write.
    if (!(error instanceof Fault) || error.code !== 'baseline_changed') throw error;
    throw conflict('superseded', 'Something newer serves the environment. Roll that back instead.');
  }
}

function rollBack(ctx: Ctx, input: PromotionActionInput): Promise<PromotionState> {
  return changePromotion(ctx, { ...input, action: 'rollback' }, async (ctx, { row, prompt, environment }) => {
    const { before, version } = await previousOf(ctx, row.baselineDeploymentId);
    const { provider, model, settings } = before;
    const restored = await recordDeployment(ctx, {
      prompt,
      environment,
      version,
      variant: { provider, model, settings, digest: before.variantDigest },
      kind: 'rollback',
      promotionId: row.id,
      restoresId: before.id,
      expected: row.deploymentId,
    });
    const back = await applyEvent(ctx, row, { event: 'rollback' });
    const title = `Rolled back: v${before.version} serves ${environment.name} again`;
    await addStep(ctx, row.id, { kind: 'rolled_back', title, detail: input.reason });
    await appendAudit(ctx, {
      action: 'promotion.rollback',
      object: { kind: 'promotion', id: row.id },
      detail: { reason: input.reason, restored: before.id, deployment_id: restored.id },
    });
    return back;
  });
}

async function previousOf(ctx: InTx<ReadCtx>, deploymentId: string | null) {
  const [found] = await ctx.db
    .select({ before: deployment, version: { id: promptVersion.id, number: promptVersion.number } })
    .from(deployment)
    .innerJoin(promptVersion, eq(promptVersion.id, deployment.versionId))
    .where(and(eq(deployment.projectId, ctx.project.id), eq(deployment.id, deploymentId ?? '')));
  if (!found) throw conflict('nothing_to_restore', 'Nothing served this environment before.');
  return found;
}
