import { z } from 'zod';
import { invalid } from '../faults.ts';

/** `?limit=&cursor=` of every list. Strict: a filter that is misspelt must not answer with everything. */
export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
});

/** A page of a list, as it is sent. */
export type Page<T> = { data: T[]; next_cursor: string | null };

/** Makes an opaque cursor of the last row's sort values. */
export const encodeCursor = (values: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url');

/** Reads a cursor of `length` values; 422 `invalid_cursor` for anything else. */
export function decodeCursor(cursor: string | undefined, length: number): (string | number)[] | null {
  if (cursor === undefined) return null;
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const right = (v: unknown): v is string | number => typeof v === 'string' || typeof v === 'number';
    if (Array.isArray(values) && values.length === length && values.every(right)) return values;
  } catch {
    // falls through to the same answer as any other wrong cursor
  }
  throw invalid('/cursor', 'invalid_cursor', 'cursor is not one that this list gave out. Leave it out to start again.');
}

/** Cuts `rows`, read with `limit + 1`, to a page. */
export function toPage<T>(rows: T[], limit: number, cursorOf: (row: T) => readonly (string | number)[]): Page<T> {
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  return { data, next_cursor: rows.length > limit && last !== undefined ? encodeCursor(cursorOf(last)) : null };
}
