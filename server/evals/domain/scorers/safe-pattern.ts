import { LRUCache } from 'lru-cache';
import { RE2JS } from 're2js';
import { PATTERN_COST_MAX, patternCost } from './pattern-cost.ts';

/**
 * Patterns come from people, so they run on RE2, whose time is linear in the text for every pattern. Look-around and
 * back references do not exist there and are refused.
 */
export type SafePattern = { readonly pattern: RE2JS; readonly groups: number };
export type PatternResult = ({ ok: true } & SafePattern) | { ok: false; code: string; message: string };

export const PATTERN_CHARS_MAX = 2_000;

/**
 * Size of the cache of compiled patterns, in units of `patternCost`: about 10 MB. A small cache suffices, because only
 * the next few outputs use the same pattern.
 */
const KEPT_COST_MAX = 40_000;

const compiled = new LRUCache<string, { result: PatternResult; cost: number }>({
  max: 500,
  maxSize: KEPT_COST_MAX,
  sizeCalculation: ({ cost }) => cost,
});

/** Compiles a pattern, or returns a sentence why not: it is too long or too costly, or RE2 refuses it. */
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

/** Why a pattern is refused before it is compiled, from its text alone; null where it may be compiled. */
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
 * Finding every match is quadratic for a pattern that may read to the end of the text each time (`a(.*b)?`). A text up
 * to this length is searched without limit. In a longer one, once matches × length exceed the square of this length,
 * the search for the last match continues in the last part of the text, which has this length.
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
