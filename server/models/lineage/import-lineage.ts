import { createModelBody, type ModelEntry } from '#server/models/contract.ts';
import { type Imported, importEntries } from '#server/models/import-models.ts';
import type { RejectedModel } from '#server/models/read-model-file.ts';
import type { Ctx } from '#server/platform/context.ts';
import { type FieldError, invalidFields, type Named } from '#server/platform/faults.ts';
import { fieldErrors } from '#server/platform/http/validate.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import type { RunEvent } from './contract.ts';
import { modelsOfEvent } from './domain/read-open-lineage.ts';

export type LineageImported = Pick<Imported, 'created' | 'updated' | 'unchanged'> & {
  /** Events that say nothing of how a model was made. */
  passedOver: number;
};

/**
 * Registers the models that OpenLineage run events made, or changes how they were made; of several events about one
 * model the last counts. All or nothing: 422 with `/events/N` of each that cannot be, or the name of the model whose
 * base does not exist or was itself made from it.
 */
export async function importLineage(ctx: Ctx, events: readonly RunEvent[]): Promise<LineageImported> {
  const wrong: FieldError[] = [];
  const entries = new Map<string, ModelEntry>();
  let passedOver = 0;
  for (const [i, event] of events.entries()) {
    const made = modelsOfEvent(event);
    if (made.length === 0) passedOver += 1;
    for (const given of made) {
      const parsed = createModelBody.safeParse(given);
      if (parsed.success) entries.set(`${given.provider}/${given.model_id}`, parsed.data);
      else wrong.push(...fieldErrors(parsed.error).map((error) => ({ ...error, path: `/events/${i}${error.path}` })));
    }
  }
  if (wrong.length > 0) throw invalidFields(wrong);
  return inTransaction(ctx, async (ctx) => {
    const rejected: Named<RejectedModel> = { first: [], total: 0 };
    const given = [...entries.values()].map((entry) => ({ entry, given: [] }));
    const { counts } = await importEntries(ctx, { entries: given, rejected });
    const errors = rejected.first.map(({ model, path, code, message }) => ({
      path,
      code,
      message: `${model}: ${message}`,
    }));
    if (rejected.total > 0) throw invalidFields(errors, rejected.total);
    return { ...counts, passedOver };
  });
}
