import { eq } from 'drizzle-orm';
import { model } from '#db/schema/models.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import type { Ctx } from '#server/platform/context.ts';
import { addNamed, type Named } from '#server/platform/faults.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { lockReferences, nodesAfter, referenceProblem } from './check-references.ts';
import type { ModelEntry } from './contract.ts';
import { findIn } from './domain/lineage.ts';
import type { ModelRow } from './find-model.ts';
import { mergeRows, withoutRepeats } from './prices/domain/merge-rows.ts';
import { rowsOfProject } from './prices/stored-rows.ts';
import { type FileEntry, type ModelFile, type RejectedModel, readModelFile } from './read-model-file.ts';
import { changeModel, insertModels, wrongDates } from './write-model.ts';

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

/** Writes entries and adds those that cannot be to `rejected`. Locks the project's models and what they refer to. */
export async function importEntries(
  ctx: InTx,
  { entries, rejected }: ModelFile,
): Promise<Pick<Imported, 'created' | 'updated' | 'unchanged'>> {
  await lockReferences(ctx);
  const rows = await ctx.db.select().from(model).where(eq(model.projectId, ctx.project.id)).for('update');
  const known = new Map(rows.map((row) => [`${row.provider}/${row.modelId}`, row]));
  const fresh = new Map<string, FileEntry>();
  const others: FileEntry[] = [];
  for (const one of withoutWrong(entries, rows, rejected)) {
    const name = nameOf(one.entry);
    if (known.has(name) || fresh.has(name)) others.push(one);
    else fresh.set(name, one);
  }
  const made = await insertModels(
    ctx,
    [...fresh.values()].map(({ entry, given }) => ({ entry, prices: mergeRows([], given).changed })),
  );
  for (const row of made) known.set(`${row.provider}/${row.modelId}`, row);
  const { updated, refused } = await changeModels(ctx, { entries: others, known, rejected });
  if (made.length + updated > 0) {
    await appendAudit(ctx, {
      action: 'model.import',
      object: { kind: 'project', id: String(ctx.project.id) },
      detail: { created: made.length, updated },
    });
  }
  return { created: made.length, updated, unchanged: others.length - updated - refused };
}

const nameOf = (entry: ModelEntry): string => `${entry.provider}/${entry.model_id}`;

/** Of the entries of one cycle only the last is left out: the others may be right once it is. */
const CYCLES = ['lineage_cycle', 'fallback_cycle'];

/**
 * Reports and leaves out entries whose dates are out of order, whose base does not exist or was itself made from the
 * model, whose relation does not fit, or whose chain of fallbacks returns to the model. A base may be registered, or any
 * other entry that is not left out.
 */
function withoutWrong(
  entries: readonly FileEntry[],
  rows: readonly ModelRow[],
  rejected: Named<RejectedModel>,
): FileEntry[] {
  const before = new Map(rows.map((row) => [`${row.provider}/${row.modelId}`, row]));
  let kept = [...entries];
  for (;;) {
    const after = nodesAfter(
      rows,
      kept.map(({ entry }) => ({ provider: entry.provider, modelId: entry.model_id, entry })),
    );
    const finder = findIn(after);
    const wrong = kept.flatMap((one) => {
      const { entry } = one;
      const known = before.get(nameOf(entry)) ?? null;
      const key = { provider: entry.provider, modelId: entry.model_id };
      const problem = wrongDates(known, entry) ?? referenceProblem(finder, key, { entry, before: known });
      return problem === null ? [] : [{ one, problem }];
    });
    const cycles = wrong.filter(({ problem }) => CYCLES.includes(problem.code));
    const others = wrong.filter(({ problem }) => !CYCLES.includes(problem.code));
    const out = others.length > 0 ? others : cycles.slice(-1);
    if (out.length === 0) return kept;
    addNamed(
      rejected,
      out.map(({ one, problem }) => ({ model: nameOf(one.entry), ...problem })),
    );
    const leaving = new Set(out.map(({ one }) => one));
    kept = kept.filter((one) => !leaving.has(one));
  }
}

/** Changes what differs, model by model, because each writes its own marks; names entries whose prices tie with known ones. */
async function changeModels(
  ctx: InTx,
  {
    entries,
    known,
    rejected,
  }: { entries: readonly FileEntry[]; known: ReadonlyMap<string, ModelRow>; rejected: Named<RejectedModel> },
): Promise<{ updated: number; refused: number }> {
  const counts = { updated: 0, refused: 0 };
  if (entries.length === 0) return counts;
  const rowsOf = await rowsOfProject(ctx);
  for (const { entry, given } of entries) {
    const row = known.get(nameOf(entry));
    if (!row) continue;
    const own = rowsOf.get(row.id) ?? [];
    const prices = mergeRows(own, withoutRepeats(own, given));
    if (prices.problems.length > 0) {
      addNamed(
        rejected,
        prices.problems.map((problem) => ({ model: nameOf(entry), ...problem })),
      );
      counts.refused += 1;
    } else if (await changeModel(ctx, { row, entry, known: own, prices })) {
      rowsOf.set(row.id, prices.after);
      counts.updated += 1;
    }
  }
  return counts;
}
