import { eq, inArray } from 'drizzle-orm';
import { model, modelPrice } from '#db/schema/models.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import type { Ctx } from '#server/platform/context.ts';
import { invalid } from '#server/platform/faults.ts';
import { fieldErrors } from '#server/platform/http/validate.ts';
import { createModelBody, type ModelEntry } from './contract.ts';
import { referenceProblem } from './domain/lineage.ts';
import { fromLiteLlm, isLiteLlmFile } from './domain/litellm.ts';
import { type Price, priceAt, samePrice } from './domain/prices.ts';
import { priceOf } from './entry-columns.ts';
import { changeModel, insertModel } from './write-model.ts';

export type Imported = {
  created: number;
  updated: number;
  unchanged: number;
  rejected: { model: string; path: string; code: string; message: string }[];
};

/** What reading adds to an entry; an export carries it and an import passes over it. */
const READ_ONLY = new Set(['status', 'deployed_to', 'deployed_at', 'lineage']);

/**
 * Takes LiteLLM's price file, or our own export (`{models: […]}`, a page of the list, or a bare array). LiteLLM dates no
 * price, so one that differs from that in force takes effect now. Good entries are written, wrong ones are named.
 */
export async function importModels(ctx: Ctx, body: unknown): Promise<Imported> {
  const result: Imported = { created: 0, updated: 0, unchanged: 0, rejected: [] };
  const now = ctx.clock.now();
  const entries = isLiteLlmFile(body) ? readLiteLlm(body, now, result) : readExport(body, result);
  await ctx.db.transaction(async (tx) => {
    const rows = await tx.select().from(model).where(eq(model.projectId, ctx.project.id)).for('update');
    const known = new Map(rows.map((row) => [`${row.provider}/${row.modelId}`, row]));
    const touched = entries.flatMap((entry) => known.get(nameOf(entry))?.id ?? []);
    const prices =
      touched.length === 0 ? [] : await tx.select().from(modelPrice).where(inArray(modelPrice.modelPk, touched));
    const pricesOf = Map.groupBy(prices, (price) => price.modelPk);
    for (const entry of entries) {
      const { provider, model_id: modelId, ...change } = entry;
      const problem = referenceProblem(
        [...known.values()],
        { provider, modelId },
        {
          fallback: change.fallback,
          baseModel: change.base_model,
        },
      );
      if (problem) {
        result.rejected.push({ model: nameOf(entry), ...problem });
        continue;
      }
      const row = known.get(nameOf(entry));
      if (!row) {
        known.set(nameOf(entry), await insertModel(tx, ctx, { provider, modelId }, change));
        result.created += 1;
        continue;
      }
      const own = pricesOf.get(row.id) ?? [];
      const isChanged = await changeModel(tx, ctx, row, own, {
        ...change,
        prices: withoutRepeats(own, change.prices ?? []),
      });
      result[isChanged ? 'updated' : 'unchanged'] += 1;
    }
    if (result.created + result.updated > 0) {
      await appendAudit(tx, ctx, {
        action: 'model.import',
        object: { kind: 'project', id: String(ctx.project.id) },
        detail: { created: result.created, updated: result.updated },
      });
    }
  });
  return result;
}

const nameOf = (entry: ModelEntry): string => `${entry.provider}/${entry.model_id}`;

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

function readLiteLlm(file: Record<string, unknown>, now: Date, result: Imported): ModelEntry[] {
  return Object.entries(file).flatMap(([key, raw]) => {
    const entry = fromLiteLlm(key, raw);
    if (entry === null) return [];
    const prices = entry.prices?.map((price) => ({ effective_from: now.toISOString(), ...price }));
    return checkEntry(key, { ...entry, ...(prices === undefined ? {} : { prices }) }, result);
  });
}

function readExport(body: unknown, result: Imported): ModelEntry[] {
  const list = Array.isArray(body) ? body : listOf(body);
  return list.flatMap((raw, i) => {
    const given = typeof raw === 'object' && raw !== null ? Object.entries(raw) : [];
    return checkEntry(labelOf(raw, i), Object.fromEntries(given.filter(([key]) => !READ_ONLY.has(key))), result);
  });
}

/** How an answer names an entry that may be anything: `provider/id`, else its place. */
const labelOf = (raw: unknown, i: number): string => {
  const { provider, model_id } = typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>) : {};
  return typeof provider === 'string' && typeof model_id === 'string' ? `${provider}/${model_id}` : String(i);
};

function listOf(body: unknown): unknown[] {
  if (typeof body === 'object' && body !== null) {
    if ('models' in body && Array.isArray(body.models)) return body.models;
    if ('data' in body && Array.isArray(body.data)) return body.data;
  }
  throw invalid('', 'unknown_format', 'Send LiteLLM\'s price file, or our export: {"models": […]}.');
}

function checkEntry(name: string, raw: unknown, result: Imported): ModelEntry[] {
  const parsed = createModelBody.safeParse(raw);
  if (parsed.success) return [parsed.data];
  result.rejected.push(...fieldErrors(parsed.error).map((error) => ({ model: name, ...error })));
  return [];
}
