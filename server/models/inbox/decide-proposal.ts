import { and, eq } from 'drizzle-orm';
import { modelProposal } from '#db/schema/models.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import type { Day } from '#server/models/deprecations/domain/calendar-day.ts';
import { selectModel } from '#server/models/find-model.ts';
import { updateModel } from '#server/models/update-model.ts';
import { actorRecord, type Ctx } from '#server/platform/context.ts';
import { conflict, invalid, notFound } from '#server/platform/faults.ts';
import { isUuid } from '#server/platform/ids.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';

/**
 * Writes a proposed retirement day into the registry, as the person decides: `retiresOn` may be another day than the text
 * has, and `provider` with `modelId` name the registered model; `modelField` is how the caller calls the latter. 404 unknown proposal; 409 `already_decided`;
 * 422 `unknown_model`, and as on a change of the model.
 */
export async function confirmProposal(
  ctx: Ctx,
  { id, provider, modelId, retiresOn }: { id: string; provider: string; modelId: string; retiresOn: Day },
  modelField: '/modelId' | '/model_id' = '/modelId',
): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const { proposal } = await lockOpen(ctx, id);
    if ((await selectModel(ctx, { provider, modelId })) === null) {
      const sentence = `${modelField}: the provider ${provider} has no model ${modelId} in the registry. Add it first.`;
      throw invalid(modelField, 'unknown_model', sentence);
    }
    const { deprecatedOn } = proposal;
    await updateModel(
      ctx,
      { provider, modelId },
      {
        retirement_date: retiresOn,
        ...(deprecatedOn !== null && deprecatedOn <= retiresOn ? { deprecation_date: deprecatedOn } : {}),
      },
    );
    await decide(ctx, id, { decision: 'confirmed', provider, modelId, retiresOn });
    await appendAudit(ctx, {
      action: 'model.confirm_date',
      object: { kind: 'model_proposal', id },
      detail: { provider, model_id: modelId, retires_on: retiresOn, proposed: proposal.retiresOn },
    });
  });
}

/** Dismisses a proposal: its text states no date of a model. 404 unknown; 409 `already_decided`. */
export async function dismissProposal(ctx: Ctx, id: string, reason?: string): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const { model } = await lockOpen(ctx, id);
    await decide(ctx, id, { decision: 'dismissed' });
    await appendAudit(ctx, {
      action: 'model.dismiss_date',
      object: { kind: 'model_proposal', id },
      detail: { model, ...(reason === undefined ? {} : { reason }) },
    });
  });
}

async function lockOpen(ctx: InTx, id: string): Promise<typeof modelProposal.$inferSelect> {
  if (!isUuid(id)) throw notFound();
  const [row] = await ctx.db
    .select()
    .from(modelProposal)
    .where(and(eq(modelProposal.id, id), eq(modelProposal.projectId, ctx.project.id)))
    .for('update');
  if (!row) throw notFound();
  if (row.decision !== null) {
    throw conflict('already_decided', `The proposal for ${row.model} is already decided. Read the inbox again.`);
  }
  return row;
}

const decide = (ctx: InTx, id: string, decided: Partial<typeof modelProposal.$inferInsert>) =>
  ctx.db
    .update(modelProposal)
    .set({ ...decided, decidedBy: actorRecord(ctx.actor), decidedAt: ctx.clock.now() })
    .where(and(eq(modelProposal.id, id), eq(modelProposal.projectId, ctx.project.id)));
