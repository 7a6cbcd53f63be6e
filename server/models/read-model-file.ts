import { addNamed, type FieldError, invalid, type Named } from '#server/platform/faults.ts';
import { fieldErrors } from '#server/platform/http/validate.ts';
import { newId } from '#server/platform/ids.ts';
import { pointerTo } from '#server/platform/pure/pointer.ts';
import { createModelBody, type ModelEntry } from './contract.ts';
import { fromLiteLlm, isLiteLlmFile } from './domain/litellm.ts';
import { mergeRows } from './prices/domain/merge-rows.ts';
import { type GivenRow, readEntries } from './prices/domain/read-entries.ts';

/**
 * An entry that was rejected, named by `provider/id` where it has one, else by its key or index; `path` is within the
 * entry.
 */
export type RejectedModel = FieldError & { model: string };
/** An entry with its prices read. */
export type FileEntry = { entry: ModelEntry; given: GivenRow[] };
export type ModelFile = { entries: FileEntry[]; rejected: Named<RejectedModel> };

/** What reading adds to an entry; an export carries it and an import passes over it. */
const READ_ONLY = new Set(['status', 'retirement', 'deployed_to', 'deployed_at', 'lineage']);

/**
 * Reads LiteLLM's price file, whose prices are dated `now`, or our own export (`{models: […]}`, a page of the list, or
 * a bare array). 422 `unknown_format` for anything else; wrong entries are returned as rejected.
 */
export function readModelFile(body: unknown, now: Date): ModelFile {
  const rejected: Named<RejectedModel> = { first: [], total: 0 };
  const entries = isLiteLlmFile(body) ? readLiteLlm(body, now, rejected) : readExport(body, rejected);
  return { entries, rejected };
}

function readLiteLlm(file: Record<string, unknown>, now: Date, rejected: Named<RejectedModel>): FileEntry[] {
  return Object.entries(file).flatMap(([key, raw]) => {
    const entry = fromLiteLlm(key, raw);
    if (entry === null) return [];
    const prices = entry.prices?.map((price) => ({ effective_from: now.toISOString(), ...price }));
    return checkEntry(key, { ...entry, ...(prices === undefined ? {} : { prices }) }, rejected);
  });
}

function readExport(body: unknown, rejected: Named<RejectedModel>): FileEntry[] {
  const list = Array.isArray(body) ? body : listOf(body);
  return list.flatMap((raw, i) => {
    const given = typeof raw === 'object' && raw !== null ? Object.entries(raw) : [];
    return checkEntry(labelOf(raw, i), Object.fromEntries(given.filter(([key]) => !READ_ONLY.has(key))), rejected);
  });
}

/** How a response names an entry of unknown shape: `provider/id`, else its index. */
const labelOf = (raw: unknown, i: number): string => {
  const { provider, model_id } = typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>) : {};
  return typeof provider === 'string' && typeof model_id === 'string' ? `${provider}/${model_id}` : String(i);
};

function listOf(body: unknown): unknown[] {
  if (typeof body === 'object' && body !== null) {
    if ('models' in body && Array.isArray(body.models)) return body.models;
    if ('data' in body && Array.isArray(body.data)) return body.data;
  }
  const [field] = typeof body === 'object' && body !== null ? Object.keys(body) : [];
  const path = field === undefined ? '' : pointerTo('', field.slice(0, 100));
  const what = path === '' ? 'The body' : path;
  throw invalid(
    path,
    'unknown_format',
    `${what} is no entry of LiteLLM's price file. Send that file, or our export: {"models": […]}.`,
  );
}

function checkEntry(name: string, raw: unknown, rejected: Named<RejectedModel>): FileEntry[] {
  const parsed = createModelBody.safeParse(raw);
  const { given, problems } = parsed.success
    ? readEntries(parsed.data.prices ?? [], newId)
    : { given: [], problems: fieldErrors(parsed.error) };
  const all = problems.length > 0 ? problems : mergeRows([], given).problems;
  if (parsed.success && all.length === 0) return [{ entry: parsed.data, given }];
  addNamed(
    rejected,
    all.map((problem) => ({ model: name.slice(0, 300), ...problem })),
  );
  return [];
}
