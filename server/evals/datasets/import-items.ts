import { and, count, eq, inArray, isNull, max, sql } from 'drizzle-orm';
import { dataset, datasetItem, datasetVersion } from '#db/schema/evals.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { actorRecord, type Ctx, type DbCtx } from '#server/platform/context.ts';
import { Fault, invalid, type Named, notFound } from '#server/platform/faults.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { queueComparison } from '../contamination/compare-training.ts';
import { type CheckedItem, checkItems, type Rejected, WRONG_MAX } from './check-items.ts';
import type { DatasetRow } from './find-dataset.ts';
import type { Line } from './parse-items.ts';

export type ItemsImported = {
  version: number;
  /** Items of the dataset after the import. */
  items: number;
  added: number;
  changed: number;
  unchanged: number;
  /** The first 100 faults, and how many there were. */
  rejected: Rejected[];
  rejected_total: number;
};

const CHUNK = 1_000;

/**
 * Adds items to a dataset or replaces them, by id. A change creates the next version; without one the version stays.
 * All or none, unless `partial`: then good lines are stored and bad ones reported, unless there are more than {@link
 * WRONG_MAX}. The dataset's row is locked, so that imports run one after the other. 404 unknown dataset; 400 lines that
 * cannot be read; 422 `rejected_items` with the first 100 faults.
 */
export async function importItems(
  ctx: Ctx,
  name: string,
  { lines, partial }: { lines: readonly Line[]; partial: boolean },
): Promise<ItemsImported> {
  if (lines.length === 0) throw invalid('', 'no_items', 'There is no item in the body.');
  const { items, rejected, isUnreadable } = await checkItems(lines);
  if (rejected.total > (partial ? WRONG_MAX : 0)) throw rejectedItems(rejected, isUnreadable);
  const done = await inTransaction(ctx, async (ctx) => {
    const [row] = await ctx.db
      .select()
      .from(dataset)
      .where(and(eq(dataset.projectId, ctx.project.id), eq(dataset.name, name)))
      .for('update');
    if (!row) throw notFound();
    return writeItems(ctx, row, items);
  });
  return { ...done, rejected: rejected.first, rejected_total: rejected.total };
}

function rejectedItems({ first: named, total }: Named<Rejected>, isUnreadable: boolean): Fault {
  const [first] = named;
  const rest = total > 1 ? `, and ${total - 1} more` : '';
  const remedy = total > WRONG_MAX ? 'Is this the right file?' : 'Correct them, or send ?partial=true.';
  return new Fault('rejected_items', {
    status: isUnreadable ? 400 : 422,
    public: `Nothing was imported: line ${first?.line}: ${first?.message}${rest}. ${remedy}`,
    errors: named.map(({ line, path, code, message }) => ({
      path: `/${line - 1}${path}`,
      code,
      message: `line ${line}: ${message}`,
    })),
    errorsTotal: total,
    extra: { rejected: named, rejected_total: total },
  });
}

async function writeItems(
  ctx: InTx,
  row: DatasetRow,
  items: readonly CheckedItem[],
): Promise<Omit<ItemsImported, 'rejected' | 'rejected_total'>> {
  const current = await ctx.db
    .select({ id: datasetItem.itemId, contentHash: datasetItem.contentHash, position: datasetItem.position })
    .from(datasetItem)
    .where(and(eq(datasetItem.datasetId, row.id), isNull(datasetItem.validTo)));
  const known = new Map(current.map((item) => [item.id, item]));
  const added = items.filter((item) => !known.has(item.id));
  const changed = items.filter((item) => known.has(item.id) && known.get(item.id)?.contentHash !== item.contentHash);
  const total = current.length + added.length;
  const counts = {
    items: total,
    added: added.length,
    changed: changed.length,
    unchanged: items.length - added.length - changed.length,
  };
  if (added.length + changed.length === 0) return { version: row.version, ...counts };

  const version = row.version + 1;
  for (const chunk of chunksOf(changed)) {
    await ctx.db
      .update(datasetItem)
      .set({ validTo: version })
      .where(
        and(
          eq(datasetItem.datasetId, row.id),
          isNull(datasetItem.validTo),
          inArray(
            datasetItem.itemId,
            chunk.map((item) => item.id),
          ),
        ),
      );
  }
  const [last] = await ctx.db
    .select({ position: max(datasetItem.position) })
    .from(datasetItem)
    .where(eq(datasetItem.datasetId, row.id));
  let position = (last?.position ?? -1) + 1;
  const placed = [...changed, ...added].map((item) => ({
    ...item,
    position: known.get(item.id)?.position ?? position++,
  }));
  for (const chunk of chunksOf(placed)) await insertItems(ctx, { datasetId: row.id, version, items: chunk });
  await queueComparison(ctx);
  await recordVersion(ctx, { row, version, counts });
  return { version, ...counts };
}

/** One statement and one parameter a chunk: thirteen parameters a row made 90,000 items take four times as long. */
type PlacedItem = CheckedItem & { position: number };

async function insertItems(
  ctx: InTx<DbCtx>,
  { datasetId, version, items }: { datasetId: string; version: number; items: readonly PlacedItem[] },
): Promise<void> {
  await ctx.db.execute(sql`
    insert into dataset_item (dataset_id, item_id, valid_from, position, input, expected, category, weight, tags, cluster, metadata, content_hash)
    select ${datasetId}::uuid, v.id, ${version}::int, v.position, v.input, v.expected, v.category, v.weight,
      array(select jsonb_array_elements_text(v.tags)), v.cluster, v.metadata, v."contentHash"
    from json_to_recordset(${JSON.stringify(items)}::json) as v(id text, position int, input jsonb, expected text, category text,
      weight float8, tags jsonb, cluster text, metadata jsonb, "contentHash" text)`);
}

type Counts = Pick<ItemsImported, 'items' | 'added' | 'changed'>;

async function recordVersion(
  ctx: InTx,
  { row, version, counts }: { row: DatasetRow; version: number; counts: Counts },
) {
  const categories = await ctx.db
    .select({ name: datasetItem.category, items: count() })
    .from(datasetItem)
    .where(and(eq(datasetItem.datasetId, row.id), isNull(datasetItem.validTo)))
    .groupBy(datasetItem.category)
    .orderBy(datasetItem.category);
  const { items, added, changed } = counts;
  const by = actorRecord(ctx.actor);
  await ctx.db
    .insert(datasetVersion)
    .values({ datasetId: row.id, version, items, added, changed, categories, by, createdAt: ctx.clock.now() });
  await ctx.db.update(dataset).set({ version }).where(eq(dataset.id, row.id));
  await appendAudit(ctx, {
    action: 'dataset.import',
    object: { kind: 'dataset', id: row.id },
    detail: { name: row.name, version, items, added, changed },
  });
}

function* chunksOf<T>(rows: readonly T[]): Generator<T[]> {
  for (let i = 0; i < rows.length; i += CHUNK) yield rows.slice(i, i + CHUNK);
}
