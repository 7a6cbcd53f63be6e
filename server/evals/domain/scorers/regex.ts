import { compilePattern } from './safe-pattern.ts';
import type { ScorerKind } from './scorer.ts';

/**
 * 1 where the pattern (`value`, else the item's `expected`) matches anywhere in the output; null where RE2 refuses an
 * item's pattern.
 */
export const regex: ScorerKind = {
  fields: [],
  inspect: ({ value, ignore_case: ignoreCase }) => {
    const patterns = value === undefined ? [] : [{ text: String(value), ignoreCase, path: '/value' }];
    return { ok: true, patterns, schemaParts: 0 };
  },
  compile: ({ ignore_case }) => ({
    ok: true,
    score: (output, expected) => {
      if (expected === null) return null;
      const found = compilePattern(expected, ignore_case);
      if (!found.ok) return null;
      return found.pattern.test(output) ? 1 : 0;
    },
  }),
};
