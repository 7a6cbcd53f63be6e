import { compilePattern } from './safe-pattern.ts';
import type { ScorerKind } from './scorer.ts';

/** 1 where the pattern (`value`, else the item's `expected`) matches somewhere. An item's pattern that RE2 refuses: null. */
export const regex: ScorerKind = {
  fields: [],
  compile: ({ value, ignore_case }) => {
    if (value !== undefined) {
      const own = compilePattern(String(value), ignore_case);
      if (!own.ok) return { ok: false, problem: { path: '/value', code: 'refused_pattern', message: own.message } };
    }
    return {
      ok: true,
      score: (output, expected) => {
        if (expected === null) return null;
        const found = compilePattern(expected, ignore_case);
        if (!found.ok) return null;
        return found.pattern.test(output) ? 1 : 0;
      },
    };
  },
};
