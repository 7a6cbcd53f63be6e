import { eq } from 'drizzle-orm';
import { model, modelPrice } from '#db/schema/models.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import type { Ctx } from '#server/platform/context.ts';
import { addNamed, type Named } from '#server/platform/faults.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import type { ModelEntry } from './contract.ts';
import { referenceProblem } from './domain/lineage.ts';
import { type Price, priceAt, samePrice } from './domain/prices.ts';
import { priceOf } from './entry-columns.ts';
import type { ModelRow } from './find-model.ts';
import { type RejectedModel, readModelFile } from './read-model-file.ts';
import { changeModel, insertModels, wrongDates } from './write-model.ts';

/** `rejected` are the first 100 things that were wrong of `rejected_total`. */
export type Imported = {
  created: number;
  updated: number;
  unchanged: number;
  rejected: RejectedModel[];
  rejected_total: number;
};

/**
 * Takes LiteLLM's price file, or our own export (see `readModelFile`). LiteLLM dates no price, so one that differs from
 * that in force takes effect now. Good entries are written, wrong ones are named. The project's models are locked, so
 * importers take turns.
 */
export async function importModels(ctx: Ctx, body: unknown): Promise<Imported> {
  const { entries, rejected } = readModelFile(body, ctx.clock.now());
  const counts = await inTransaction(ctx, async (ctx) => {
    const rows = await ctx.db.select().from(model).where(eq(model.projectId, ctx.project.id)).for('update');
    const known = new Map(rows.map((row) => [`${row.provider}/${row.modelId}`, row]));
    const fresh = new Map<string, ModelEntry>();
    const others: ModelEntry[] = [];
    for (const entry of withoutWrongReferences(entries, rows, rejected)) {
      const name = nameOf(entry);
      if (known.has(name) || fresh.has(name)) others.push(entry);
      else fresh.set(name, entry);
    }
    const made = await insertModels(ctx, [...fresh.values()]);
    for (const row of made) known.set(`${row.provider}/${row.modelId}`, row);
    const updated = await changeModels(ctx, others, known);
    if (made.length + updated > 0) {
      await appendAudit(ctx, {
        action: 'model.import',
        object: { kind: 'project', id: String(ctx.project.id) },
        detail: { created: made.length, updated },
      });
    }
    return { created: made.length, updated, unchanged: others.length - updated };
  });
  return { ...counts, rejected: rejected.first, rejected_total: rejected.total };
}

const nameOf = (entry: ModelEntry): string => `${entry.provider}/${entry.model_id}`;

/**
 * Names the entries whose dates are out of order, and those that would make a model its own ancestor or fallback, beside
 * what is registered and one another.
 */
function withoutWrongReferences(
  entries: readonly ModelEntry[],
  rows: readonly ModelRow[],
  rejected: Named<RejectedModel>,
): ModelEntry[] {
  const known = new Map(rows.map((row) => [`${row.provider}/${row.modelId}`, row]));
  const nodes = new Map(
    rows.map(({ provider, modelId, baseModel, fallback }) => [
      `${provider}/${modelId}`,
      { provider, modelId, baseModel, fallback },
    ]),
  );
  return entries.filter((entry) => {
    const { provider, model_id: modelId, base_model: baseModel, fallback } = entry;
    const dates = wrongDates(known.get(nameOf(entry)) ?? null, entry);
    if (dates) {
      addNamed(rejected, [{ model: nameOf(entry), ...dates }]);
      return false;
    }
    const problem =
      baseModel || fallback
        ? referenceProblem([...nodes.values()], { provider, modelId }, { fallback, baseModel })
        : null;
    if (problem) addNamed(rejected, [{ model: nameOf(entry), ...problem }]);
    else
      nodes.set(nameOf(entry), {
        provider,
        modelId,
        baseModel: baseModel ?? nodes.get(nameOf(entry))?.baseModel ?? null,
        fallback: fallback ?? nodes.get(nameOf(entry))?.fallback ?? null,
      });
    return problem === null;
  });
}

/** Changes what differs, model by model, as each leaves its marks; says how many did. */
async function changeModels(
  ctx: InTx,
  entries: readonly ModelEntry[],
  known: ReadonlyMap<string, ModelRow>,
): Promise<number> {
  if (entries.length === 0) return 0;
  const prices = await ctx.db
    .select({ price: modelPrice })
    .from(modelPrice)
    .innerJoin(model, eq(model.id, modelPrice.modelPk))
    .where(eq(model.projectId, ctx.project.id));
  const pricesOf = Map.groupBy(
    prices.map(({ price }) => price),
    (price) => price.modelPk,
  );
  let updated = 0;
  for (const { provider, model_id: modelId, ...change } of entries) {
    const row = known.get(`${provider}/${modelId}`);
    if (!row) continue;
    const own = pricesOf.get(row.id) ?? [];
    const given = { ...change, prices: withoutRepeats(own, change.prices ?? []) };
    if (await changeModel(ctx, { row, known: own, entry: given })) updated += 1;
  }
  return updated;
}

/** Leaves out a price that says what is in force at its time anyway. */
const withoutRepeats = (known: readonly Price[], given: NonNullable<ModelEntry['prices']>) =>
  given.filter((entry) => {
    const price = priceOf(entry);
    const inForce = priceAt(known, price.effectiveFrom);
    return (
      inForce === null ||
      !samePrice(inForce, price) ||
      inForce.effectiveFrom.getTime() === price.effectiveFrom.getTime()
    );
  });
