import { approval } from '#db/schema/promotions.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { readPolicy } from '#server/gates/read-policy.ts';
import { readVerdict } from '#server/gates/read-verdict.ts';
import { whyOutdated } from '#server/gates/why-outdated.ts';
import type { Ctx } from '#server/platform/context.ts';
import { conflict, Fault, forbidden, invalid } from '#server/platform/faults.ts';
import { newId } from '#server/platform/ids.ts';
import type { InTx } from '#server/platform/in-transaction.ts';
import type { PromotionActionInput } from '#server/promotions/contract.ts';
import { APPROVAL_VALID_MS, nextApproval } from '#server/promotions/domain/approvals.ts';
import { APPROVING_NEEDS } from '#server/promotions/domain/promotion-can.ts';
import { requiredNow } from '#server/promotions/domain/required-approvals.ts';
import { releasersAmong } from '#server/promotions/reads/read-standings.ts';
import { lockPrompt } from '#server/prompts/find-prompt.ts';
import { addStep } from './add-step.ts';
import { applyPromotion } from './apply-promotion.ts';
import { applyEvent, changePromotion, type PromotionState } from './change-promotion.ts';
import type { HeldPromotion, PromotionRow } from './hold-promotion.ts';
import { markOutdated } from './mark-outdated.ts';

/** Faults that make a verdict outdated: the request is refused, and the gate runs again. */
const OUTDATED = ['baseline_changed', 'gate_outdated'];

/**
 * Stores the approval of one person. The last one that is needed applies the promotion in the same transaction. The
 * approval of a person who weakened one of its rules in the last 24 hours is stored, and counts only beside another. With
 * `override`, a gate that could not decide is overridden with a written reason. 403 `self_approval`, `person_required`, `insufficient_role`; 409
 * `wrong_status`, `revision_conflict`, `already_approved`, and `baseline_changed` or `gate_outdated`, after which the
 * gate runs again; 422 an override without a reason.
 */
export async function approvePromotion(ctx: Ctx, input: PromotionActionInput): Promise<PromotionState> {
  if (input.override && input.reason === '') {
    throw invalid('/reason', 'required', '/reason: say in a sentence why this may pass without the gate.');
  }
  try {
    return await changePromotion(ctx, { ...input, action: input.override ? 'override' : 'approve' }, (ctx, held) =>
      approve(ctx, held, input),
    );
  } catch (error) {
    if (!(error instanceof Fault) || !OUTDATED.includes(error.code)) throw error;
    const current = await markOutdated(ctx, input, error.message);
    throw conflict(error.code, `${error.message} The gate runs again.`, { current });
  }
}

async function approve(ctx: InTx, held: HeldPromotion, input: PromotionActionInput): Promise<PromotionRow> {
  const { row, environment } = held;
  const personId = ctx.actor.id ?? '';
  const policy = await currentPolicy(ctx, held);
  if ((held.serving?.id ?? null) !== row.baselineDeploymentId) {
    throw conflict('baseline_changed', `What serves ${environment.name} is not what the gate compared with.`);
  }
  if (!(await releasersAmong(ctx, [personId], true)).has(personId)) {
    throw forbidden('insufficient_role', APPROVING_NEEDS);
  }
  await insertApproval(ctx, row, input);
  const required = requiredNow(row, environment, policy);
  // The rules of target and prompt are locked by now: a change that weakens one is committed already, or waits.
  const { counted, notAlone } = nextApproval(held.approvals, held.scope, personId);
  const enough = counted >= required;
  await addStep(ctx, row.id, {
    kind: input.override ? 'overridden' : 'approved',
    title: `${input.override ? 'Overrode the gate' : 'Approved'} (${counted} of ${Math.max(counted, required)})`,
    detail: [input.reason, notAlone === null ? '' : 'It counts only beside another approval.']
      .filter(Boolean)
      .join(' '),
  });
  const moved = enough
    ? await applyPromotion(ctx, held)
    : await applyEvent(ctx, row, { event: null, changes: { requiredApprovals: required } });
  await appendAudit(ctx, {
    action: 'promotion.approve',
    object: { kind: 'promotion', id: row.id },
    detail: {
      variant_digest: row.variantDigest,
      gate_verdict_id: row.gateVerdictId,
      override: input.override,
      reason: input.reason,
      applied: enough,
      not_alone: notAlone !== null,
    },
  });
  return moved;
}

/** The policy that holds and stays until the transaction ends; 409 where the verdict is of an older one, or of older data. */
async function currentPolicy(ctx: InTx, { row, prompt }: HeldPromotion) {
  await lockPrompt(ctx, prompt.name);
  const policy = await readPolicy(ctx, prompt.id);
  const verdict = row.gateVerdictId === null ? null : await readVerdict(ctx, row.gateVerdictId);
  const because = await whyOutdated(ctx, verdict, policy);
  if (because !== null) throw conflict('gate_outdated', because);
  return policy;
}

async function insertApproval(ctx: InTx, row: PromotionRow, input: PromotionActionInput): Promise<void> {
  const at = ctx.clock.now();
  await ctx.db.insert(approval).values({
    id: newId(),
    promotionId: row.id,
    personId: ctx.actor.id ?? '',
    personName: ctx.actor.name,
    override: input.override,
    reason: input.reason,
    variantDigest: row.variantDigest,
    gateVerdictId: row.gateVerdictId,
    at,
    expiresAt: new Date(at.getTime() + APPROVAL_VALID_MS),
  });
}
