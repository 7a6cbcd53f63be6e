import { parse } from 'secure-json-parse';
import { pointerTo } from '#server/platform/pure/pointer.ts';
import { DEPTH_MAX, isStorableText, printable } from '#server/platform/pure/storable.ts';
import { invalid, unreadable } from '../faults.ts';

const decoder = new TextDecoder('utf-8', { fatal: true });

/** A text without any of these has no forbidden key; `\u`, because a key may be written with escapes. */
const SUSPECT = ['__proto__', 'constructor', '\\u'] as const;

/** UTF-8 bytes as text. Throws 400 for bytes that are no UTF-8. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw unreadable('malformed_json', 'The body is not valid UTF-8.');
  }
}

/**
 * JSON text as a value. Throws 400 `malformed_json` for broken text and for `__proto__` or `constructor.prototype`
 * keys.
 */
export function parseJson(text: string): unknown {
  try {
    // Searching for three words is far cheaper than the two patterns that match every spelling of the forbidden keys.
    if (!SUSPECT.some((word) => text.includes(word))) return JSON.parse(text);
    return parse(text, null, { protoAction: 'error', constructorAction: 'error' });
  } catch {
    throw unreadable('malformed_json', 'The body is not valid JSON, or uses a forbidden key such as __proto__.');
  }
}

/** Throws 422 for what cannot be stored: U+0000, lone surrogates, numbers such as 1e999, and nesting deeper than 64. */
export function checkStorable(value: unknown): void {
  const wrong = findUnstorable(value, 0);
  if (wrong) throw invalid(wrong.path, ...REFUSALS[wrong.what](wrong.path));
}

type Unstorable = { path: string; what: 'text' | 'key' | 'number' | 'depth' };

const NO_TEXT = 'holds U+0000 or half of a surrogate pair.';
const REFUSALS: Record<Unstorable['what'], (path: string) => [code: string, message: string]> = {
  text: (path) => ['invalid_text', `${path || 'The body'} ${NO_TEXT}`],
  key: (path) => ['invalid_text', `The name ${path} ${NO_TEXT}`],
  number: (path) => ['invalid_number', `${path || 'The body'} is a number beyond what JSON can hold.`],
  depth: (path) => ['too_deep', `${path} is nested deeper than ${DEPTH_MAX} levels.`],
};

/** The first value that cannot be stored. Its path is built only on return, since there is nearly always none. */
function findUnstorable(value: unknown, depth: number): Unstorable | null {
  if (typeof value === 'string') return isStorableText(value) ? null : { path: '', what: 'text' };
  if (typeof value === 'number') return Number.isFinite(value) ? null : { path: '', what: 'number' };
  if (typeof value !== 'object' || value === null) return null;
  if (depth >= DEPTH_MAX) return { path: '', what: 'depth' };
  for (const [key, inner] of Object.entries(value)) {
    if (!isStorableText(key)) return { path: pointerTo('', printable(key)), what: 'key' };
    const wrong = findUnstorable(inner, depth + 1);
    if (wrong) return { ...wrong, path: pointerTo('', key) + wrong.path };
  }
  return null;
}
