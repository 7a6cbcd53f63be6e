import { LRUCache } from 'lru-cache';
import { RE2JS } from 're2js';
import { PATTERN_COST_MAX, patternCost } from './pattern-cost.ts';

/**
 * Patterns come from people, so they run on RE2: linear in the text, whatever the pattern. Look-around and back
 * references do not exist there and are refused.
 */
export type SafePattern = { readonly pattern: RE2JS; readonly groups: number };
export type PatternResult = ({ ok: true } & SafePattern) | { ok: false; code: string; message: string };

export const PATTERN_CHARS_MAX = 2_000;

/** What is kept compiled, in units of `patternCost`: about 10 MB. What was compiled is used by the next few outputs only. */
const KEPT_COST_MAX = 40_000;

const compiled = new LRUCache<string, { result: PatternResult; cost: number }>({
  max: 500,
  maxSize: KEPT_COST_MAX,
  sizeCalculation: ({ cost }) => cost,
});

/** Compiles a pattern, or says in a sentence why not: it is too long or too costly, or RE2 refuses it. */
export function compilePattern(text: string, ignoreCase: boolean): PatternResult {
  const key = `${ignoreCase ? 'i' : 'c'}${text}`;
  const known = compiled.get(key);
  if (known) return known.result;
  const problem = patternProblem(text, ignoreCase);
  if (problem) return { ok: false, ...problem };
  const result = compile(text, ignoreCase);
  compiled.set(key, { result, cost: patternCost(text, ignoreCase) });
  return result;
}

/** Why a pattern is not even compiled, from its text alone; null where nothing speaks against it. */
export function patternProblem(text: string, ignoreCase: boolean): { code: string; message: string } | null {
  if (text.length > PATTERN_CHARS_MAX)
    return { code: 'refused_pattern', message: `a pattern has at most ${PATTERN_CHARS_MAX} characters.` };
  const cost = patternCost(text, ignoreCase);
  if (cost <= PATTERN_COST_MAX) return null;
  const message = `the pattern costs about ${cost} instructions; at most ${PATTERN_COST_MAX}. Repeat less, or match less at once.`;
  return { code: 'too_costly', message };
}

function compile(text: string, ignoreCase: boolean): PatternResult {
  try {
    const pattern = RE2JS.compile(text, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
    return { ok: true, pattern, groups: pattern.groupCount() };
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : 'it cannot be read';
    return {
      ok: false,
      code: 'refused_pattern',
      message: `${reason}. Patterns use RE2 syntax, without look-around and back references.`,
    };
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
