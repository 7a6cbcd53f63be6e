import { LRUCache } from 'lru-cache';
import { RE2JS } from 're2js';

/**
 * Patterns come from people, so they run on RE2: linear in the text, whatever the pattern. Look-around and back
 * references do not exist there and are refused.
 */
export type SafePattern = { readonly pattern: RE2JS; readonly groups: number };
export type PatternResult = ({ ok: true } & SafePattern) | { ok: false; message: string };

export const PATTERN_CHARS_MAX = 2_000;

const compiled = new LRUCache<string, PatternResult>({ max: 500 });

/** Compiles a pattern, or says in a sentence what RE2 refuses of it. */
export function compilePattern(text: string, ignoreCase: boolean): PatternResult {
  const key = `${ignoreCase ? 'i' : 'c'}${text}`;
  const known = compiled.get(key);
  if (known) return known;
  const result = compile(text, ignoreCase);
  compiled.set(key, result);
  return result;
}

function compile(text: string, ignoreCase: boolean): PatternResult {
  if (text.length > PATTERN_CHARS_MAX)
    return { ok: false, message: `a pattern has at most ${PATTERN_CHARS_MAX} characters.` };
  try {
    const pattern = RE2JS.compile(text, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
    return { ok: true, pattern, groups: pattern.groupCount() };
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : 'it cannot be read';
    return { ok: false, message: `${reason}. Patterns use RE2 syntax, without look-around and back references.` };
  }
}

/**
 * Finding every match is quadratic for a pattern that may look to the end of the text each time (`a(.*b)?`). A text is
 * searched without limit up to this length; in a longer one, once matches × length pass its square, the search for the
 * last match goes on in its last part of this length.
 */
const UNLIMITED_CHARS = 2_000;

/** Group `group` of the first or last match, or null where there is none. */
export function extractText(
  { pattern }: SafePattern,
  text: string,
  group: number,
  take: 'first' | 'last',
): string | null {
  const matcher = pattern.matcher(text);
  let found: string | null = null;
  let isAny = matcher.find();
  if (!isAny || take === 'first') return isAny ? matcher.group(group) : null;
  const matchesMax = Math.ceil(UNLIMITED_CHARS ** 2 / Math.max(1, text.length));
  let jumped = text.length <= UNLIMITED_CHARS;
  for (let matches = 1; isAny; matches++) {
    found = matcher.group(group);
    if (!jumped && matches >= matchesMax) {
      jumped = true;
      isAny = matcher.find(Math.max(matcher.end(), text.length - UNLIMITED_CHARS));
    } else {
      isAny = matcher.find();
    }
  }
  return found;
}
