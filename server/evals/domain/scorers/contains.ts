import type { ScorerKind } from './scorer.ts';

/** 1 where the output contains the expected text. */
export const contains: ScorerKind = {
  fields: [],
  compile: ({ ignore_case }) => ({
    ok: true,
    score: (output, expected) => {
      if (expected === null) return null;
      const holds = ignore_case ? output.toLowerCase().includes(expected.toLowerCase()) : output.includes(expected);
      return holds ? 1 : 0;
    },
  }),
};
