import { eq } from 'drizzle-orm';
import { model } from '#db/schema/models.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import type { Ctx } from '#server/platform/context.ts';
import { addNamed, type Named } from '#server/platform/faults.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { compareCatalogues } from './catalogues/compare-catalogues.ts';
import { CATALOGUES, type FileFormat } from './catalogues/domain/catalogue.ts';
import { rowsToWrite } from './catalogues/domain/rows-to-write.ts';
import { writeCatalogue } from './catalogues/write-catalogue.ts';
import { lockReferences, nodesAfter, referenceProblem } from './check-references.ts';
import type { ModelEntry } from './contract.ts';
import { findIn } from './domain/lineage.ts';
import type { ModelRow } from './find-model.ts';
import { mergeRows, withoutRepeats } from './prices/domain/merge-rows.ts';
import type { PriceRow } from './prices/domain/price-row.ts';
import type { GivenRow } from './prices/domain/read-entries.ts';
import { rowsOfProject } from './prices/stored-rows.ts';
import { type FileEntry, type ModelFile, type RejectedModel, readModelFile, unreadFields } from './read-model-file.ts';
import { changeModels, insertModels, type ModelUpdate, wrongDates } from './write-model.ts';

/** What a file states that no price row can express, and how many of its models. */
export type UnreadField = { field: string; because: string; models: number; example: string };

/** `rejected` are the first 100 faults of `rejected_total`, `unread` the 100 most frequent. */
export type Imported = {
  format: FileFormat;
  created: number;
  updated: number;
  unchanged: number;
  rejected: RejectedModel[];
  rejected_total: number;
  unread: UnreadField[];
  /** Prices that wait for a person, of the whole project. */
  disagreements: number;
};

/** Days of a model that a person may have written: a catalogue fills them in and changes none. */
const DAYS = ['released_at', 'retirement_date'] as const;
const UNREAD_MAX = 100;

/**
 * Imports a catalogue (LiteLLM, OpenRouter, models.dev), or our own export (see `readModelFile`). Good entries are
 * written, wrong ones are reported. Which prices of a catalogue are written: `rowsToWrite`; one that it does not date takes effect
 * now, and what differs from known prices becomes a disagreement. The project's models are locked, so that imports run one
 * after the other.
 */
export async function importModels(ctx: Ctx, body: unknown, format?: FileFormat): Promise<Imported> {
  const now = ctx.clock.now();
  const { entries, rejected, catalogue } = readModelFile(body, { now, ...(format === undefined ? {} : { format }) });
  const counts = await inTransaction(ctx, async (ctx) => {
    const { counts, rowsOf } = await importEntries(ctx, { entries, rejected, catalogue });
    return { ...counts, disagreements: (await compareCatalogues(ctx, rowsOf)).open };
  });
  return {
    ...{ format: catalogue?.source ?? 'switchyard', ...counts },
    ...{ rejected: rejected.first, rejected_total: rejected.total },
    unread: unreadFields(catalogue?.models ?? []).slice(0, UNREAD_MAX),
  };
}

/**
 * Writes entries and adds those that cannot be to `rejected`; returns the price rows by model as they are then. Locks the
 * project's models and what they refer to.
 */
export async function importEntries(
  ctx: InTx,
  {
    entries,
    rejected,
    catalogue = null,
  }: Pick<ModelFile, 'entries' | 'rejected'> & Partial<Pick<ModelFile, 'catalogue'>>,
): Promise<{ counts: Pick<Imported, 'created' | 'updated' | 'unchanged'>; rowsOf: Map<string, PriceRow[]> }> {
  await lockReferences(ctx);
  const rows = await ctx.db.select().from(model).where(eq(model.projectId, ctx.project.id)).for('update');
  const known = new Map(rows.map((row) => [`${row.provider}/${row.modelId}`, row]));
  const first = new Map<string, FileEntry>();
  const others: FileEntry[] = [];
  for (const one of withoutWrong(entries, rows, rejected)) {
    const name = nameOf(one.entry);
    if (known.has(name) || first.has(name)) others.push(one);
    else first.set(name, one);
  }
  const chosen = ({ given }: FileEntry, own: readonly PriceRow[]): GivenRow[] => {
    if (catalogue === null) return given;
    const url = CATALOGUES[catalogue.source].url;
    const at = { url, nowMs: ctx.clock.now().getTime() };
    const written = new Set(
      rowsToWrite(
        own,
        given.map(({ row }) => row),
        at,
      ),
    );
    return given.filter(({ row }) => written.has(row));
  };
  const rowsOf = await rowsOfProject(ctx);
  const fresh = [...first.values()].map((one) => ({
    entry: one.entry,
    prices: mergeRows([], chosen(one, [])).changed,
  }));
  const made = await insertModels(ctx, fresh);
  made.forEach((row, i) => {
    known.set(`${row.provider}/${row.modelId}`, row);
    rowsOf.set(row.id, fresh[i]?.prices ?? []);
  });
  const { updates, refused } = updatesOf(
    catalogue === null ? others : others.map((one) => withoutKnownDays(one, known.get(nameOf(one.entry)))),
    { known, rowsOf, rejected, chosen },
  );
  const updated = await changeModels(ctx, updates);
  const isNews = catalogue !== null && (await writeCatalogue(ctx, catalogue));
  if (made.length + updated > 0 || isNews) {
    await appendAudit(ctx, {
      action: 'model.import',
      object: { kind: 'project', id: String(ctx.project.id) },
      detail: { format: catalogue?.source ?? 'switchyard', created: made.length, updated },
    });
  }
  const unchanged = others.length - updated - refused;
  return { counts: { created: made.length, updated, unchanged }, rowsOf };
}

/** An entry without the days that the registry has already: they come from a person or an earlier file. */
function withoutKnownDays(one: FileEntry, row: ModelRow | undefined): FileEntry {
  const known = { released_at: row?.releasedAt ?? null, retirement_date: row?.retirementDate ?? null };
  const entry = Object.entries(one.entry).filter(
    ([field]) => !DAYS.some((day) => day === field && known[day] !== null),
  );
  return { ...one, entry: Object.fromEntries(entry) as ModelEntry };
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

/**
 * What entries make of registered models; names those whose prices tie with known ones. Of a model that stands in the file
 * twice the second entry finds what the first one writes.
 */
function updatesOf(
  entries: readonly FileEntry[],
  {
    known,
    rowsOf,
    rejected,
    chosen,
  }: {
    known: ReadonlyMap<string, ModelRow>;
    /** The price rows by model; those after the updates when this returns. */
    rowsOf: Map<string, PriceRow[]>;
    rejected: Named<RejectedModel>;
    chosen: (one: FileEntry, own: readonly PriceRow[]) => GivenRow[];
  },
): { updates: ModelUpdate[]; refused: number } {
  const updates: ModelUpdate[] = [];
  let refused = 0;
  for (const one of entries) {
    const { entry } = one;
    const row = known.get(nameOf(entry));
    if (!row) continue;
    const own = rowsOf.get(row.id) ?? [];
    const prices = mergeRows(own, withoutRepeats(own, chosen(one, own)));
    if (prices.problems.length > 0) {
      addNamed(
        rejected,
        prices.problems.map((problem) => ({ model: nameOf(entry), ...problem })),
      );
      refused += 1;
    } else {
      updates.push({ row, entry, known: own, prices });
      rowsOf.set(row.id, prices.after);
    }
  }
  return { updates, refused };
}
