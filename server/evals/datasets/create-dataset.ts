import { dataset } from '#db/schema/evals.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import type { CreateDataset } from '#server/evals/contract.ts';
import { actorRecord, type Ctx } from '#server/platform/context.ts';
import { isDuplicate } from '#server/platform/database-faults.ts';
import { conflict } from '#server/platform/faults.ts';
import { newId } from '#server/platform/ids.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import type { DatasetRow } from './find-dataset.ts';

/** Creates an empty dataset at version 0. 409 `name_taken` when the project has one of that name. */
export async function createDataset(ctx: Ctx, { name, description }: CreateDataset): Promise<DatasetRow> {
  const row: DatasetRow = {
    id: newId(),
    projectId: ctx.project.id,
    name,
    description,
    version: 0,
    createdBy: actorRecord(ctx.actor),
    createdAt: ctx.clock.now(),
  };
  try {
    await inTransaction(ctx, async (ctx) => {
      await ctx.db.insert(dataset).values(row);
      await appendAudit(ctx, {
        action: 'dataset.create',
        object: { kind: 'dataset', id: row.id },
        detail: { name },
      });
    });
  } catch (error) {
    if (!isDuplicate(error, 'dataset_name')) throw error;
    throw conflict('name_taken', `There is a dataset named ${name} already. Add items to it, or choose another name.`);
  }
  return row;
}
