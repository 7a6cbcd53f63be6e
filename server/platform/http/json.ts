import { parse } from 'secure-json-parse';
import { type FieldError, invalid, pointerTo, unreadable } from '../faults.ts';

const DEPTH_MAX = 64;
const decoder = new TextDecoder('utf-8', { fatal: true });

/** Without one of these in it, a text names no forbidden key; the last because any letter may be written so. */
const SUSPECT = ['__proto__', 'constructor', '\\u'] as const;

/** UTF-8 bytes as text; 400 for bytes that are no UTF-8. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw unreadable('malformed_json', 'The body is not valid UTF-8.');
  }
}

/** JSON text as a value; 400 `malformed_json` for broken text and for `__proto__` or `constructor.prototype` keys. */
export function parseJson(text: string): unknown {
  try {
    // Looking for three words is far cheaper than the two patterns that know every spelling of the forbidden ones.
    if (!SUSPECT.some((word) => text.includes(word))) return JSON.parse(text);
    return parse(text, null, { protoAction: 'error', constructorAction: 'error' });
  } catch {
    throw unreadable('malformed_json', 'The body is not valid JSON, or uses a forbidden key such as __proto__.');
  }
}

/** Whether Postgres can store the text: no U+0000 and no lone surrogate. */
export const isStorableText = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed();

/** Refuses what no store can keep: U+0000, lone surrogates, numbers such as 1e999, and nesting deeper than 64. */
export function checkStorable(value: unknown): void {
  if (isStorable(value, 0)) return; // without making a path for every value
  const wrong = findUnstorable(value, '', 0);
  if (wrong) throw invalid(wrong.path, wrong.code, wrong.message);
}

function isStorable(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return isStorableText(value);
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth >= DEPTH_MAX) return false;
  if (Array.isArray(value)) return value.every((inner) => isStorable(inner, depth + 1));
  return Object.entries(value).every(([key, inner]) => isStorableText(key) && isStorable(inner, depth + 1));
}

function findUnstorable(value: unknown, path: string, depth: number): FieldError | null {
  if (typeof value === 'string') {
    if (isStorableText(value)) return null;
    return { path, code: 'invalid_text', message: `${path || 'The body'} holds U+0000 or half of a surrogate pair.` };
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return { path, code: 'invalid_number', message: `${path || 'The body'} is a number beyond what JSON can hold.` };
  }
  if (typeof value !== 'object' || value === null) return null;
  if (depth >= DEPTH_MAX)
    return { path, code: 'too_deep', message: `${path} is nested deeper than ${DEPTH_MAX} levels.` };
  for (const [key, inner] of Object.entries(value)) {
    const at = pointerTo(path, key);
    const wrong = isStorableText(key)
      ? findUnstorable(inner, at, depth + 1)
      : {
          path,
          code: 'invalid_text',
          message: `A key below ${path || 'the body'} holds U+0000 or half of a surrogate pair.`,
        };
    if (wrong) return wrong;
  }
  return null;
}
