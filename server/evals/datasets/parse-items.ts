import { CsvError, parse } from 'csv-parse/sync';
import { itemOfRow } from '#server/evals/domain/csv-items.ts';
import type { ItemFormat } from '#server/evals/domain/item-format.ts';
import { Fault, invalid, unreadable } from '#server/platform/faults.ts';
import { checkElements } from '#server/platform/http/count-elements.ts';
import { decodeText, parseJson } from '#server/platform/http/json.ts';
import { ELEMENTS_MAX } from '#server/platform/http/limits.ts';
import { sha256Hex } from '#server/platform/ids.ts';
import { pointerTo } from '#server/platform/pure/pointer.ts';
import { canonicalJson } from '#server/prompts/domain/canonical.ts';

/** One item as it was sent. `line` is the line where it begins (CSV, NDJSON) or its position (JSON), from 1. */
export type Line = { line: number; value: unknown } | { line: number; unreadable: string };

/**
 * Reads a body of items: a JSON array (or `{items: […]}`), NDJSON or CSV. 400 where it cannot be read, 415 for others.
 */
export function parseItems(bytes: Uint8Array, contentType: string | undefined): Line[] {
  const text = decodeText(bytes);
  return linesOf(text, formatOf(contentType, text));
}

/** The same for text of a page, whose format is known; 413 for more values, cells or lines than a page may send. */
export function parseItemText(text: string, format: ItemFormat): Line[] {
  checkElements(Buffer.from(text), format === 'ndjson' ? 'lines' : format, ELEMENTS_MAX);
  return linesOf(text, format);
}

function linesOf(text: string, format: ItemFormat): Line[] {
  if (format === 'csv') return parseCsv(text);
  return format === 'ndjson' ? parseNdjson(text) : parseArray(text);
}

/** The same for text in a field named `text`; faults name that field. 422 where the text holds no item. */
export function parsePastedItems(text: string, format: ItemFormat): Line[] {
  try {
    const lines = parseItemText(text, format);
    if (lines.length === 0) throw invalid('/text', 'no_items', '/text holds no item.');
    return lines;
  } catch (error) {
    if (!(error instanceof Fault) || error.errors.length > 0) throw error;
    const message = error.message.replace('The body', '/text');
    const errors = [{ path: '/text', code: error.code, message }];
    throw new Fault(error.code, { status: error.status, public: message, errors });
  }
}

function formatOf(contentType: string | undefined, text: string): ItemFormat {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (/^application\/(x-ndjson|ndjson|jsonl|x-jsonlines|jsonlines|json-lines)$/.test(type)) return 'ndjson';
  if (/^application\/(?:[\w.+-]*\+)?json$/.test(type)) return 'json';
  if (/^(text|application)\/(csv|x-csv)$/.test(type)) return 'csv';
  // Content types that `curl --data-binary` and scripts send where none is set.
  if (!['', 'application/x-www-form-urlencoded', 'application/octet-stream', 'text/plain'].includes(type)) {
    throw new Fault('unsupported_media_type', {
      status: 415,
      public: 'Send items as application/json (an array), application/x-ndjson or text/csv.',
    });
  }
  const start = text.trimStart()[0];
  return start === '[' ? 'json' : start === '{' ? 'ndjson' : 'csv';
}

function parseArray(text: string): Line[] {
  const body = parseJson(text);
  const items = typeof body === 'object' && body !== null && 'items' in body ? body.items : body;
  if (!Array.isArray(items))
    throw new Fault('invalid', { status: 422, public: 'Send an array of items, or {"items": […]}.' });
  const other = items === body ? undefined : Object.keys(body as object).find((field) => field !== 'items');
  if (other !== undefined) {
    const path = pointerTo('', other);
    throw invalid(path, 'unknown_field', `${path} is not a field of this request.`);
  }
  return items.map((value, i) => ({ line: i + 1, value }));
}

function parseNdjson(text: string): Line[] {
  return text.split('\n').flatMap((line, i): Line[] => {
    if (line.trim() === '') return [];
    try {
      return [{ line: i + 1, value: parseJson(line) }];
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      return [{ line: i + 1, unreadable: error.message.replace('The body', 'The line').replace(/\.$/, '') }];
    }
  });
}

function parseCsv(text: string): Line[] {
  try {
    const options = { bom: true, info: true, relax_column_count: true, skip_empty_lines: true } as const;
    // The types of the package do not describe the records that the option `info` returns.
    const records = parse(text, options) as unknown as { record: string[]; info: { lines: number } }[];
    const [header, ...rows] = records;
    if (!header) return [];
    checkHeader(header.record);
    return rows.map(({ record, info }): Line => {
      if (record.length === header.record.length)
        return { line: info.lines, value: withId(itemOfRow(header.record, record)) };
      return {
        line: info.lines,
        unreadable: `The row has ${record.length} cells, the header ${header.record.length}.`,
      };
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw unreadable('malformed_csv', `The CSV cannot be read: ${error.message}.`);
  }
}

/**
 * Refuses headers that would be misread: columns that are not separated by commas, two columns of one name, of which
 * the last would win, and `__proto__`, which JSON bodies may not contain either.
 */
function checkHeader(header: readonly string[]): void {
  const names = header.map((name) => name.trim()).filter((name) => name !== '');
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (names.length === 1 && /[;\t]/.test(names[0] ?? ''))
    throw unreadable('malformed_csv', `The CSV has one column, named ${names[0]}. Separate columns with commas.`);
  if (twice !== undefined) throw unreadable('malformed_csv', `The CSV has two columns named ${twice}. Rename one.`);
  if (names.some((name) => name.replace(/^(input|metadata)\./, '') === '__proto__'))
    throw unreadable('malformed_csv', 'The CSV has a column named __proto__, which is forbidden.');
}

/**
 * A row without an id gets the digest of its input as its id, so that importing the file again finds the same items.
 */
const withId = (item: Record<string, unknown>): Record<string, unknown> =>
  'id' in item ? item : { id: `row-${sha256Hex(canonicalJson(item.input)).slice(0, 16)}`, ...item };
