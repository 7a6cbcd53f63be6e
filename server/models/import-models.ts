import { eq } from 'drizzle-orm';
import { model, modelPrice } from '#db/schema/models.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import type { Ctx } from '#server/platform/context.ts';
import { addNamed, type Named } from '#server/platform/faults.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import type { ModelEntry } from './contract.ts';
import { baseProblem, basesOf, fallbackProblem, findIn, type Node, relationProblem } from './domain/lineage.ts';
import { type Price, priceAt, samePrice } from './domain/prices.ts';
import { basesIn, priceOf } from './entry-columns.ts';
import type { ModelRow } from './find-model.ts';
import { type ModelFile, type RejectedModel, readModelFile } from './read-model-file.ts';
import { basesAfter, changeModel, insertModels, lockLineage } from './write-model.ts';

/** `rejected` are the first 100 faults of `rejected_total`. */
export type Imported = {
  created: number;
  updated: number;
  unchanged: number;
  rejected: RejectedModel[];
  rejected_total: number;
};

/**
 * Imports LiteLLM's price file, or our own export (see `readModelFile`). LiteLLM dates no price, so one that differs
 * from the price in force takes effect now. Good entries are written, wrong ones are reported. The project's models are
 * locked, so that imports run one after the other.
 */
export async function importModels(ctx: Ctx, body: unknown): Promise<Imported> {
  const { entries, rejected } = readModelFile(body, ctx.clock.now());
  const counts = await inTransaction(ctx, (ctx) => importEntries(ctx, { entries, rejected }));
  return { ...counts, rejected: rejected.first, rejected_total: rejected.total };
}

/** Writes entries and adds those that cannot be to `rejected`. Locks the project's models and its lineage. */
export async function importEntries(
  ctx: InTx,
  { entries, rejected }: ModelFile,
): Promise<Pick<Imported, 'created' | 'updated' | 'unchanged'>> {
  await lockLineage(ctx);
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
}

const nameOf = (entry: ModelEntry): string => `${entry.provider}/${entry.model_id}`;

/**
 * Reports and leaves out entries whose base does not exist or was itself made from the model, whose relation does not
 * fit, or that are their own fallback. A base may be registered, or any other entry that is not left out.
 */
function withoutWrongReferences(
  entries: readonly ModelEntry[],
  rows: readonly ModelRow[],
  rejected: Named<RejectedModel>,
): ModelEntry[] {
  const before = new Map(rows.map((row) => [`${row.provider}/${row.modelId}`, row]));
  let kept = [...entries];
  for (;;) {
    const finder = findIn(nodesAfter(rows, kept));
    const wrong = kept.flatMap((entry) => {
      const key = { provider: entry.provider, modelId: entry.model_id };
      const [bases, relation] = basesAfter(before.get(nameOf(entry)) ?? null, entry);
      const problem =
        fallbackProblem(key, entry.fallback) ??
        relationProblem(bases, relation) ??
        (basesIn(entry) === undefined ? null : baseProblem(finder, key, bases));
      return problem === null ? [] : [{ entry, problem }];
    });
    // Of the entries of one cycle only the last is left out: the others may be right once it is.
    const cycles = wrong.filter(({ problem }) => problem.code === 'lineage_cycle');
    const others = wrong.filter(({ problem }) => problem.code !== 'lineage_cycle');
    const out = others.length > 0 ? others : cycles.slice(-1);
    if (out.length === 0) return kept;
    addNamed(
      rejected,
      out.map(({ entry, problem }) => ({ model: nameOf(entry), ...problem })),
    );
    const leaving = new Set(out.map(({ entry }) => entry));
    kept = kept.filter((entry) => !leaving.has(entry));
  }
}

/** The models of the project as they are once these entries are written. */
function nodesAfter(rows: readonly ModelRow[], entries: readonly ModelEntry[]): Node[] {
  const nodes = new Map<string, Node>(
    rows.map(({ provider, modelId, baseModel, moreBases }) => [
      `${provider}/${modelId}`,
      { provider, modelId, baseModel, moreBases },
    ]),
  );
  for (const entry of entries) {
    const { provider, model_id: modelId } = entry;
    const bases = basesIn(entry) ?? basesOf(nodes.get(nameOf(entry)) ?? { baseModel: null });
    nodes.set(nameOf(entry), { provider, modelId, baseModel: bases[0] ?? null, moreBases: bases.slice(1) });
  }
  return [...nodes.values()];
}

/** Changes models that differ, one by one because each writes its own marks; returns how many were changed. */
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

/** Leaves out prices that equal the price in force at their time. */
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
