import { z } from 'zod';
import { CURSOR_CHARS_MAX, ROWS_DEFAULT, ROWS_MAX } from '#server/platform/pure/page-size.ts';
import { isStorableText } from '#server/platform/pure/storable.ts';
import { invalid } from '../faults.ts';
import { isUuid } from '../ids.ts';

/** `?limit=&cursor=` of every list. Strict: a misspelt filter must not return every row. */
export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(ROWS_MAX).default(ROWS_DEFAULT),
  cursor: z.string().max(CURSOR_CHARS_MAX).optional(),
});

/** The same for our own pages, where the cursor of the first page is null. */
export const pageInput = {
  limit: z.int().min(1).max(ROWS_MAX).default(ROWS_DEFAULT),
  cursor: z
    .string()
    .max(CURSOR_CHARS_MAX)
    .nullish()
    .transform((cursor) => cursor ?? undefined),
};

/** A page of a list, as it is sent. */
export type Page<T> = { data: T[]; next_cursor: string | null };

/** Encodes the sort values of a page's last row as an opaque cursor. */
export const encodeCursor = (values: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url');

const isCount = (value: unknown, max: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max;

/** The kinds of values in a cursor, each limited to what the column that it is compared with can hold. */
const KINDS = {
  text: (value: unknown) => typeof value === 'string' && isStorableText(value),
  uuid: (value: unknown) => typeof value === 'string' && isUuid(value),
  /** As `toISOString` writes it, in a year with four digits. */
  time: (value: unknown) => typeof value === 'string' && /^[1-9]\d{3}-/.test(value) && isIsoTime(value),
  /** Milliseconds since 1970, before the year 10000. */
  ms: (value: unknown) => isCount(value, 253_402_300_799_999),
  int: (value: unknown) => isCount(value, 2_147_483_647),
  bigint: (value: unknown) => isCount(value, Number.MAX_SAFE_INTEGER),
} as const;

const isIsoTime = (text: string): boolean => {
  const ms = Date.parse(text);
  return !Number.isNaN(ms) && new Date(ms).toISOString() === text;
};

export type CursorKind = keyof typeof KINDS;
type CursorValues<K extends readonly CursorKind[]> = {
  [I in keyof K]: K[I] extends 'int' | 'bigint' | 'ms' ? number : string;
};

/**
 * Decodes a cursor of values of these kinds. Throws 422 `invalid_cursor` for anything that the list cannot have
 * returned.
 */
export function decodeCursor<const K extends readonly CursorKind[]>(
  cursor: string | undefined,
  kinds: K,
): CursorValues<K> | null {
  if (cursor === undefined) return null;
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const isRight = Array.isArray(values) && values.length === kinds.length;
    if (isRight && kinds.every((kind, i) => KINDS[kind](values[i]))) return values as CursorValues<K>;
  } catch {
    // falls through to the same error as any other wrong cursor
  }
  throw invalid('/cursor', 'invalid_cursor', 'cursor is not one that this list gave out. Leave it out to start again.');
}

/** Cuts `rows`, which were read with `limit + 1`, to a page. */
export function toPage<T>(rows: T[], limit: number, cursorOf: (row: T) => readonly (string | number)[]): Page<T> {
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  return { data, next_cursor: rows.length > limit && last !== undefined ? encodeCursor(cursorOf(last)) : null };
}

/** Maximum bytes of the texts in one page: reading and writing more would delay other requests. */
const PAGE_BYTES_MAX = 2_000_000;

/** How many rows of these sizes, in bytes, one page holds: all that fit, at least one and at most `limit`. */
export function rowsOfPage(bytes: readonly number[], limit: number): number {
  let sum = 0;
  const over = bytes.findIndex((size) => {
    sum += size;
    return sum > PAGE_BYTES_MAX;
  });
  return over < 0 ? limit : Math.max(1, Math.min(over, limit));
}
