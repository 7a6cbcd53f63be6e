import type { ScorerKind } from './scorer.ts';

/** 1 where the output is exactly the expected text, spaces included. */
export const equals: ScorerKind = {
  fields: [],
  compile: ({ ignore_case }) => ({
    ok: true,
    score: (output, expected) => {
      if (expected === null) return null;
      const same = ignore_case ? output.toLowerCase() === expected.toLowerCase() : output === expected;
      return same ? 1 : 0;
    },
  }),
};
