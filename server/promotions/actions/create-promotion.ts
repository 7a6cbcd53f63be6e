import { and, eq, inArray } from 'drizzle-orm';
import { promotion } from '#db/schema/promotions.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { readPolicy } from '#server/gates/read-policy.ts';
import { promotionRefusal } from '#server/models/read-standing.ts';
import { actorRecord, type Ctx } from '#server/platform/context.ts';
import { isDuplicate } from '#server/platform/database-faults.ts';
import { conflict, invalid } from '#server/platform/faults.ts';
import { newId } from '#server/platform/ids.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import type { CreatePromotion } from '#server/promotions/contract.ts';
import { nextStatus, OPEN_STATUSES } from '#server/promotions/domain/promotion-machine.ts';
import { requiredApprovalsOf } from '#server/promotions/domain/required-approvals.ts';
import { weakenedAmong } from '#server/promotions/reads/weakened-among.ts';
import { type ModelRef, modelText } from '#server/prompts/domain/variant.ts';
import { findEnvironment } from '#server/prompts/find-environment.ts';
import { findPrompt } from '#server/prompts/find-prompt.ts';
import { requireVersion } from '#server/prompts/find-version.ts';
import { resolveVariant } from '#server/prompts/variant.ts';
import { addStep } from './add-step.ts';
import { type PromotionState, stateOf } from './change-promotion.ts';
import { queueEvaluation } from './queue-evaluation.ts';

/**
 * Opens a promotion and enqueues its gate, in one transaction. 404 unknown prompt; 422 unknown version or
 * target, a strategy that is not available, steps of an immediate rollout, or no reason for a model that retires soon;
 * 409 `promotion_open` with the one that is open.
 */
export async function createPromotion(ctx: Ctx, input: CreatePromotion): Promise<PromotionState> {
  requireImmediate(input.rollout);
  try {
    return await inTransaction(ctx, (ctx) => open(ctx, input));
  } catch (error) {
    if (!isDuplicate(error, 'promotion_open')) throw error;
    throw await alreadyOpen(ctx, input);
  }
}

/** Refuses steps of a rollout that would be ignored: an immediate one sends all traffic to the candidate at once. */
function requireImmediate({ strategy, steps = [], guardrails = {} }: CreatePromotion['rollout']): void {
  if (strategy !== 'immediate') {
    throw invalid(
      '/rollout/strategy',
      'strategy_not_available',
      `/rollout/strategy: ${strategy} is not available in this version. Send immediate.`,
    );
  }
  const path = steps.length > 0 ? '/rollout/steps' : Object.keys(guardrails).length > 0 ? '/rollout/guardrails' : null;
  if (path === null) return;
  throw invalid(path, 'not_for_immediate', `${path}: an immediate rollout moves all traffic at once. Leave it out.`);
}

/** 422 at `/model_reason` where the model goes within 30 days, or is gone, and nothing says why it is wanted. */
async function requireReason(ctx: InTx, variant: ModelRef, reason: string): Promise<void> {
  const refusal = await promotionRefusal(ctx, variant, reason);
  if (refusal) throw invalid('/model_reason', refusal.code, `/model_reason: ${refusal.message}`);
}

async function open(ctx: InTx, input: CreatePromotion): Promise<PromotionState> {
  const prompt = await findPrompt(ctx, input.prompt);
  const version = await requireVersion(ctx, { promptId: prompt.id, number: input.version });
  const target = await findEnvironment(ctx, input.to);
  if (!target) throw invalid('/to', 'unknown_environment', `/to: this project has no environment ${input.to}.`);
  const { digest, ...variant } = await resolveVariant(ctx, version, input.model);
  await requireReason(ctx, variant, input.model_reason);
  const policy = await readPolicy(ctx, prompt.id);
  const weakened = (await weakenedAmong(ctx, [target.id])).has(target.id);
  const now = ctx.clock.now();
  const [row] = await ctx.db
    .insert(promotion)
    .values({
      id: newId(),
      projectId: ctx.project.id,
      promptId: prompt.id,
      versionId: version.id,
      version: version.number,
      ...variant,
      variantDigest: digest,
      from: input.from,
      environmentId: target.id,
      rollout: { strategy: 'immediate' },
      note: input.note,
      modelReason: input.model_reason,
      status: nextStatus('draft', 'submit') ?? 'draft',
      revision: 1,
      requiredApprovals: requiredApprovalsOf(target, policy, weakened),
      requestedBy: actorRecord(ctx.actor),
      requestedAt: now,
      updatedAt: now,
    })
    .returning();
  if (!row) throw new Error('The promotion was not inserted.');
  const title = `Asked to move v${version.number} from ${input.from} to ${target.name}`;
  const why = input.model_reason === '' ? '' : `Although ${modelText(row)} goes: ${input.model_reason}`;
  await addStep(ctx, row.id, { kind: 'requested', title, detail: [input.note, why].filter(Boolean).join('\n') });
  await queueEvaluation(ctx, row);
  await appendAudit(ctx, {
    action: 'promotion.request',
    object: { kind: 'promotion', id: row.id },
    detail: {
      prompt: prompt.name,
      version: version.number,
      model: modelText(row),
      to: target.name,
      variant_digest: digest,
      ...(input.model_reason === '' ? {} : { model_reason: input.model_reason }),
    },
  });
  return stateOf(row);
}

/** Names the promotion that is in the way. It may have ended between both looks; then there is nothing to name. */
async function alreadyOpen(ctx: Ctx, { prompt: name, to }: CreatePromotion) {
  const prompt = await findPrompt(ctx, name);
  const target = await findEnvironment(ctx, to);
  const [other] = await ctx.db
    .select()
    .from(promotion)
    .where(
      and(
        eq(promotion.projectId, ctx.project.id),
        eq(promotion.promptId, prompt.id),
        eq(promotion.environmentId, target?.id ?? ''),
        inArray(promotion.status, [...OPEN_STATUSES]),
      ),
    );
  return conflict(
    'promotion_open',
    `Another promotion of ${name} to ${to} is open. Decide or cancel it first.`,
    other ? { current: stateOf(other) } : {},
  );
}
