import { setImmediate } from 'node:timers/promises';
import { type Item, itemSchema } from '#server/evals/contract.ts';
import { addNamed, Fault, type FieldError, type Named } from '#server/platform/faults.ts';
import { checkStorable } from '#server/platform/http/json.ts';
import { fieldErrors } from '#server/platform/http/validate.ts';
import { sha256Hex } from '#server/platform/ids.ts';
import { canonicalJson } from '#server/prompts/domain/canonical.ts';
import type { Line } from './parse-items.ts';

export type Rejected = FieldError & { line: number; id: string | null };
/** An item that can be stored; `contentHash` covers everything but its id. */
export type CheckedItem = Pick<Item, 'id' | 'input' | 'category' | 'weight' | 'tags'> & {
  expected: string | null;
  cluster: string | null;
  metadata: Record<string, unknown> | null;
  contentHash: string;
};
export type CheckedItems = { items: CheckedItem[]; rejected: Named<Rejected>; isUnreadable: boolean };

/** Most characters of one item as JSON, because a page of items is read and sent at once. */
const ITEM_CHARS_MAX = 1_000_000;
/** Checking stops after so many faults, because such a body is hardly a list of items. */
export const WRONG_MAX = 10_000;
/** Lines checked before other requests get a turn. */
const TURN = 1_000;

/**
 * Checks each line by itself and reports the first 100 faults. Identical copies count once; the same id with another
 * content is rejected.
 */
export async function checkItems(lines: readonly Line[]): Promise<CheckedItems> {
  const items = new Map<string, CheckedItem>();
  const rejected: Named<Rejected> = { first: [], total: 0 };
  let isUnreadable = false;
  for (const [i, line] of lines.entries()) {
    if (rejected.total > WRONG_MAX) break;
    if (i % TURN === TURN - 1) await setImmediate();
    if ('unreadable' in line) {
      isUnreadable = true;
      addNamed(rejected, [{ line: line.line, id: null, path: '', code: 'malformed', message: line.unreadable }]);
      continue;
    }
    const item = checkLine(line.line, line.value, rejected);
    if (item === null) continue;
    const known = items.get(item.id);
    if (known && known.contentHash !== item.contentHash) {
      const message = `Another line has the id ${item.id}.`;
      addNamed(rejected, [{ line: line.line, id: item.id, path: '/id', code: 'duplicate_id', message }]);
      continue;
    }
    items.set(item.id, item);
  }
  return { items: [...items.values()], rejected, isUnreadable };
}

function checkLine(line: number, value: unknown, rejected: Named<Rejected>): CheckedItem | null {
  const id = idOf(value);
  const unstorable = unstorableOf(value);
  const parsed = itemSchema.safeParse(value);
  const errors = unstorable ?? (parsed.success ? [] : fieldErrors(parsed.error));
  const named = errors.map((error) => ({ line, id, ...error }));
  addNamed(rejected, named);
  if (!parsed.success || errors.length > 0) return null;
  const { id: own, expected = null, cluster, metadata, ...rest } = parsed.data;
  // A field that is left out equals null, so that an item from a response can be sent back unchanged.
  const content = { ...rest, expected, cluster: cluster ?? null, metadata: metadata ?? null };
  const text = canonicalJson(content);
  if (text.length > ITEM_CHARS_MAX) {
    const message = `The item has ${text.length.toLocaleString('en')} characters; at most ${ITEM_CHARS_MAX.toLocaleString('en')} are taken.`;
    addNamed(rejected, [{ line, id: own, path: '', code: 'too_large', message }]);
    return null;
  }
  return { id: own, ...content, contentHash: sha256Hex(text) };
}

function unstorableOf(value: unknown): FieldError[] | null {
  try {
    checkStorable(value);
    return null;
  } catch (error) {
    if (error instanceof Fault) return error.errors;
    throw error;
  }
}

/** The id that a line gives, cut to the length of an id, because an unchecked line may hold any value. */
const idOf = (value: unknown): string | null =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  (typeof value.id === 'string' || typeof value.id === 'number')
    ? String(value.id).slice(0, 200)
    : null;
