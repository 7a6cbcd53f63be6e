import { and, eq } from 'drizzle-orm';
import { model, modelPrice } from '#db/schema/models.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/faults.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import type { ModelChange } from './contract.ts';
import type { ModelRow } from './find-model.ts';
import { changeModel, checkDates, checkReferences } from './write-model.ts';

/** Changes what a body names, keeps the rest; null clears. Prices are added by time. 404 unknown; 422 as on creation. */
export async function updateModel(
  ctx: Ctx,
  { provider, modelId }: { provider: string; modelId: string },
  change: ModelChange,
): Promise<ModelRow> {
  return inTransaction(ctx, async (ctx) => {
    const mine = and(eq(model.projectId, ctx.project.id), eq(model.provider, provider), eq(model.modelId, modelId));
    const [row] = await ctx.db.select().from(model).where(mine).for('update');
    if (!row) throw notFound();
    checkDates(row, change);
    await checkReferences(ctx, row, change);
    const known = await ctx.db.select().from(modelPrice).where(eq(modelPrice.modelPk, row.id));
    const changed = await changeModel(ctx, { row, known, entry: change });
    if (changed) {
      await appendAudit(ctx, {
        action: 'model.update',
        object: { kind: 'model', id: row.id },
        detail: { provider, model_id: modelId, fields: Object.keys(change) },
      });
    }
    const [after] = await ctx.db.select().from(model).where(mine);
    return after ?? row;
  });
}
