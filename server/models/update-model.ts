import { and, eq } from 'drizzle-orm';
import { model } from '#db/schema/models.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import type { Ctx } from '#server/platform/context.ts';
import { invalidFields, notFound } from '#server/platform/faults.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { checkReferences, lockReferences } from './check-references.ts';
import type { ModelChange } from './contract.ts';
import type { ModelRow } from './find-model.ts';
import { mergeRows } from './prices/domain/merge-rows.ts';
import { readGivenRows } from './prices/read-given-rows.ts';
import { rowsOfModels } from './prices/stored-rows.ts';
import { changeModels, checkDates } from './write-model.ts';

/** Changes the fields that a body has and keeps the rest; null clears a fact. Prices are added by `mergeRows`. 404 unknown; 422 as on creation. */
export async function updateModel(
  ctx: Ctx,
  { provider, modelId }: { provider: string; modelId: string },
  change: ModelChange,
): Promise<ModelRow> {
  const given = readGivenRows(change.prices);
  return inTransaction(ctx, async (ctx) => {
    // Before the row, as imports lock them.
    if (change.base_model || change.fallback) await lockReferences(ctx);
    const mine = and(eq(model.projectId, ctx.project.id), eq(model.provider, provider), eq(model.modelId, modelId));
    const [row] = await ctx.db.select().from(model).where(mine).for('update');
    if (!row) throw notFound();
    checkDates(row, change);
    await checkReferences(ctx, row, change, row);
    const known = given.length === 0 ? [] : ((await rowsOfModels(ctx, [row.id])).get(row.id) ?? []);
    const prices = mergeRows(known, given);
    if (prices.problems.length > 0) throw invalidFields(prices.problems);
    const changed = (await changeModels(ctx, [{ row, entry: change, known, prices }])) > 0;
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
