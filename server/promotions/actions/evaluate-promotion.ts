import { appendAudit } from '#server/audit/append-audit.ts';
import { recordChange } from '#server/audit/record-change.ts';
import type { Verdict } from '#server/gates/domain/verdict.ts';
import { evaluateGate } from '#server/gates/evaluate-gate.ts';
import { recordVerdict } from '#server/gates/record-verdict.ts';
import type { Ctx } from '#server/platform/context.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import type { PromotionEvent } from '#server/promotions/domain/promotion-machine.ts';
import { requiredApprovalsOf } from '#server/promotions/domain/required-approvals.ts';
import { lockPrompt } from '#server/prompts/find-prompt.ts';
import { addStep } from './add-step.ts';
import { applyPromotion } from './apply-promotion.ts';
import { applyEvent } from './change-promotion.ts';
import { type HeldPromotion, holdPromotion, type PromotionRow } from './hold-promotion.ts';

const EVENTS: Record<Verdict, PromotionEvent> = {
  pass: 'gate_passed',
  fail: 'gate_failed',
  inconclusive: 'gate_inconclusive',
};

const TITLES: Record<Verdict, string> = {
  pass: 'The gate passed',
  fail: 'The gate failed',
  inconclusive: 'The gate could not decide',
};

/**
 * Runs the gate of a promotion and moves it on, in one transaction: verdict, evidence, state and timeline, or nothing.
 * Runs again harmlessly: a promotion that has left `revision` behind is not touched. Where no approval is needed, a
 * pass is applied at once, in the name of the requester.
 */
export async function evaluatePromotion(ctx: Ctx, input: { promotionId: string; revision: number }): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const held = await holdPromotion(ctx, input.promotionId, true);
    const { row } = held;
    if (row.status !== 'evaluating' || row.revision !== input.revision) return;
    const { moved, detail } = await decide(ctx, held);
    const applies = moved.status === 'awaiting_approval' && moved.requiredApprovals === 0;
    if (applies) await applyPromotion(requesterCtx(ctx, row), { ...held, row: moved });
    await appendAudit(ctx, {
      action: 'promotion.evaluate',
      object: { kind: 'promotion', id: row.id },
      detail: { ...detail, applied: applies },
    });
  });
}

type Decided = { moved: PromotionRow; detail: { verdict: Verdict; gate_verdict_id: string; reasons: string[] } };

async function decide(ctx: InTx, held: HeldPromotion): Promise<Decided> {
  const { row, prompt, environment, version } = held;
  const { provider, model, settings } = row;
  // A change of the policy or of a run's results is committed before this verdict is computed, or waits for it.
  await lockPrompt(ctx, prompt.name);
  const gate = await evaluateGate(ctx, {
    prompt,
    version,
    environment,
    variant: { provider, model, settings, digest: row.variantDigest },
  });
  const { id: gateVerdictId } = await recordVerdict(ctx, gate);
  const { verdict, reasons } = gate.decision;
  const moved = await applyEvent(ctx, row, {
    event: EVENTS[verdict],
    changes: {
      gateVerdictId,
      baselineDeploymentId: gate.serving?.id ?? null,
      requiredApprovals: requiredApprovalsOf(environment, gate.policy, held.targetWeakened),
    },
  });
  const detail = reasons.map((reason) => reason.sentence).join(' ');
  await addStep(ctx, row.id, { kind: 'gate', title: TITLES[verdict], detail });
  if (verdict === 'fail') {
    await recordChange(ctx, {
      kind: 'gate',
      environment: environment.name,
      prompt: prompt.name,
      title: `Gate blocked ${prompt.name} v${row.version}`,
      path: `/promotions/${row.id}`,
    });
  }
  return { moved, detail: { verdict, gate_verdict_id: gateVerdictId, reasons: reasons.map((reason) => reason.code) } };
}

/** The context of the worker with the requester as actor: a promotion that needs no approval is applied in their name. */
function requesterCtx(ctx: InTx, { requestedBy }: Pick<PromotionRow, 'requestedBy'>): InTx {
  const { kind, id, name, keyId } = requestedBy;
  if (kind === 'imported') return ctx;
  return { ...ctx, actor: { kind, id, name, role: 'editor', scopes: null, ...(keyId ? { keyId } : {}) } };
}
