import { appendAudit } from '#server/audit/append-audit.ts';
import type { Ctx } from '#server/platform/context.ts';
import { isDuplicate } from '#server/platform/database-faults.ts';
import { conflict, invalidFields } from '#server/platform/faults.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { checkReferences } from './check-references.ts';
import type { ModelEntry } from './contract.ts';
import type { ModelRow } from './find-model.ts';
import { mergeRows } from './prices/domain/merge-rows.ts';
import { readGivenRows } from './prices/read-given-rows.ts';
import { checkDates, insertModels } from './write-model.ts';

/**
 * Registers a model. 409 `model_exists` when the project has it already; 422 for a base or fallback that is itself, for
 * dates out of order, and for prices that are wrong or that no rule decides between.
 */
export async function createModel(ctx: Ctx, entry: ModelEntry): Promise<ModelRow> {
  const { provider, model_id: modelId } = entry;
  const { changed: prices, problems } = mergeRows([], readGivenRows(entry.prices));
  if (problems.length > 0) throw invalidFields(problems);
  try {
    return await inTransaction(ctx, async (ctx) => {
      checkDates(null, entry);
      await checkReferences(ctx, { provider, modelId }, entry);
      const [row] = await insertModels(ctx, [{ entry, prices }]);
      if (!row) throw new Error('The model was not inserted.');
      await appendAudit(ctx, {
        action: 'model.create',
        object: { kind: 'model', id: row.id },
        detail: { provider, model_id: modelId },
      });
      return row;
    });
  } catch (error) {
    if (!isDuplicate(error, 'model_key')) throw error;
    throw conflict('model_exists', `${provider}/${modelId} is registered already. Change it with PATCH.`);
  }
}
