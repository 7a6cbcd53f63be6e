import { addNamed, type FieldError, invalid, type Named } from '#server/platform/faults.ts';
import { fieldErrors } from '#server/platform/http/validate.ts';
import { newId } from '#server/platform/ids.ts';
import { pointerTo } from '#server/platform/pure/pointer.ts';
import { canonicalJson } from '#server/prompts/domain/canonical.ts';
import {
  CATALOGUES,
  type CatalogueModel,
  FILE_SOURCES,
  type FileFormat,
  type FileSource,
  type Unread,
} from './catalogues/domain/catalogue.ts';
import { isFormat, readFormat } from './catalogues/domain/formats.ts';
import { rowsOfListed } from './catalogues/domain/rows-of-listed.ts';
import { createModelBody, type ModelEntry } from './contract.ts';
import { mergeRows } from './prices/domain/merge-rows.ts';
import { type GivenRow, readEntries } from './prices/domain/read-entries.ts';

/**
 * An entry that was rejected, named by `provider/id` where it has one, else by its key or index; `path` is within the
 * entry.
 */
export type RejectedModel = FieldError & { model: string };
/** An entry with its prices read. */
export type FileEntry = { entry: ModelEntry; given: GivenRow[] };
/** `catalogue`: the models of a price list, none for our own export. */
export type ModelFile = {
  entries: FileEntry[];
  rejected: Named<RejectedModel>;
  catalogue: { source: FileSource; models: CatalogueModel[] } | null;
};

/** What reading adds to an entry; an export carries it and an import passes over it. */
const READ_ONLY = new Set(['status', 'retirement', 'deployed_to', 'deployed_at', 'lineage']);

/**
 * Reads a catalogue, whose undated prices are of `now`, or our own export (`{models: […]}`, a page of the list, or a
 * bare array). Without `format` it is detected. 422 `unknown_format` for anything else; wrong entries are returned as
 * rejected.
 */
export function readModelFile(body: unknown, { now, format }: { now: Date; format?: FileFormat }): ModelFile {
  const rejected: Named<RejectedModel> = { first: [], total: 0 };
  const source = format === undefined ? detected(body) : format;
  if (source === 'switchyard') return { entries: readExport(body, rejected), rejected, catalogue: null };
  const models = isFormat(source, body) ? readFormat(source, body) : [];
  if (models.length === 0) {
    throw invalid('', 'unknown_format', `The body holds no model in the form of ${CATALOGUES[source].label}.`);
  }
  const kept: CatalogueModel[] = [];
  const entries = eachOnce(models, rejected).flatMap((model) => {
    const read = readCatalogueModel(model, { source, now }, rejected);
    kept.push(...read.map(({ model: of }) => of));
    return read.map(({ file }) => file);
  });
  return { entries, rejected, catalogue: { source, models: kept } };
}

/**
 * The models without those that an earlier one of the same name stands for: an import that took both would never settle.
 * One that says something else is reported.
 */
function eachOnce(models: readonly CatalogueModel[], rejected: Named<RejectedModel>): CatalogueModel[] {
  const first = new Map<string, CatalogueModel>();
  for (const model of models) {
    const name = `${model.provider}/${model.modelId}`;
    const known = first.get(name);
    if (known === undefined) first.set(name, model);
    else if (canonicalJson(contentOf(known)) !== canonicalJson(contentOf(model))) {
      const message = 'The file has this model more than once, with other facts or prices. The first one is taken.';
      reject(name, [{ path: '', code: 'named_twice', message }], rejected);
    }
  }
  return [...first.values()];
}

const contentOf = ({ facts, listed }: CatalogueModel) => ({
  facts,
  listed: listed.map(({ field: _, ...price }) => price),
});

const detected = (body: unknown): FileFormat => FILE_SOURCES.find((source) => isFormat(source, body)) ?? 'switchyard';

function readCatalogueModel(
  model: CatalogueModel,
  { source, now }: { source: FileSource; now: Date },
  rejected: Named<RejectedModel>,
): { file: FileEntry; model: CatalogueModel }[] {
  const parsed = createModelBody.safeParse({ provider: model.provider, model_id: model.modelId, ...model.facts });
  const at = { source, from: now.toISOString(), readOn: now.toISOString(), nowMs: now.getTime() };
  const { rows, problems, assumed } = rowsOfListed(model.listed, at, newId);
  const given = rows.map((row) => ({ row, path: pointerTo('/prices', row.meter) }));
  const all = [...(parsed.success ? [] : fieldErrors(parsed.error)), ...problems];
  const ties = all.length === 0 ? mergeRows([], given).problems : [];
  if (!parsed.success || all.length + ties.length > 0) {
    reject(`${model.provider}/${model.modelId}`, [...all, ...ties], rejected);
    return [];
  }
  return [{ file: { entry: parsed.data, given }, model: { ...model, unread: [...model.unread, ...assumed] } }];
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
    `${what} is of no known price list. Send LiteLLM's price file, OpenRouter's /api/v1/models, models.dev's api.json, or our export: {"models": […]}.`,
  );
}

function checkEntry(name: string, raw: unknown, rejected: Named<RejectedModel>): FileEntry[] {
  const parsed = createModelBody.safeParse(raw);
  const { given, problems } = parsed.success
    ? readEntries(parsed.data.prices ?? [], newId)
    : { given: [], problems: fieldErrors(parsed.error) };
  const all = problems.length > 0 ? problems : mergeRows([], given).problems;
  if (parsed.success && all.length === 0) return [{ entry: parsed.data, given }];
  reject(name, all, rejected);
  return [];
}

const reject = (name: string, problems: readonly FieldError[], rejected: Named<RejectedModel>): void =>
  addNamed(
    rejected,
    problems.map((problem) => ({ model: name.slice(0, 300), ...problem })),
  );

/** What the rows of a catalogue cannot express: a line for each field and reason, the most frequent first. */
export function unreadFields(
  models: readonly CatalogueModel[],
): { field: string; because: string; models: number; example: string }[] {
  const byField = new Map<string, { field: string; because: string; models: number; example: string }>();
  for (const { provider, modelId, unread } of models) {
    for (const { field, because } of unread as readonly Unread[]) {
      const key = `${field} ${because}`;
      const known = byField.get(key);
      if (known) known.models += 1;
      else byField.set(key, { field, because, models: 1, example: `${provider}/${modelId}` });
    }
  }
  return [...byField.values()].sort((a, b) => b.models - a.models);
}
