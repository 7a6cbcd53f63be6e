import { sql } from 'drizzle-orm';
import type { DatasetRow } from '#server/evals/datasets/find-dataset.ts';
import type { DbCtx } from '#server/platform/context.ts';
import { sha256Hex } from '#server/platform/ids.ts';
import { canonicalJson } from '#server/prompts/domain/canonical.ts';

type Input = Record<string, unknown>;

/** The id of the item that a failing input becomes: the same input is the same item, whichever incident brings it. */
export const caseIdOf = (input: Input): string => `case-${sha256Hex(canonicalJson(input)).slice(0, 16)}`;

export type KnownItem = { id: string; category: string };

/**
 * For each input the item of a dataset, as it stands, that has it, or that was made from it and edited since (so that what a
 * person took out of an item does not come back); else undefined. One scan of the dataset's items.
 */
export async function findItems(
  ctx: DbCtx,
  { id }: Pick<DatasetRow, 'id'>,
  inputs: readonly { input: Input }[],
): Promise<(KnownItem | undefined)[]> {
  const asked = inputs.map(({ input }, i) => ({ i, id: caseIdOf(input), input }));
  if (asked.length === 0) return [];
  const rows = await ctx.db.execute<KnownItem & { i: number }>(sql`
    select distinct on (v.i) v.i, d.item_id as id, d.category
    from json_to_recordset(${JSON.stringify(asked)}::json) as v(i int, id text, input jsonb)
    join dataset_item d on d.dataset_id = ${id}::uuid and d.valid_to is null and (d.input = v.input or d.item_id = v.id)
    order by v.i, d.position`);
  const found = new Map(rows.map(({ i, ...item }) => [i, item]));
  return inputs.map((_, i) => found.get(i));
}
