import type { ScorerKind } from './scorer.ts';

/** Allows for the rounding of binary fractions: 0.3 − 0.2 is within 0.1. */
const EPSILON = 1e-9;

/** 1 where the output is a number no further than `tolerance` (0 unless set) from the expected one. */
export const numeric: ScorerKind = {
  fields: ['tolerance'],
  inspect: ({ value }) => {
    if (value === undefined || readNumber(String(value)) !== null) return { ok: true, patterns: [], schemaParts: 0 };
    const problem = { path: '/value', code: 'not_a_number', message: 'numeric compares with a number.' };
    return { ok: false, problem };
  },
  compile: ({ tolerance = 0 }) => ({
    ok: true,
    score: (output, expected) => {
      const wanted = expected === null ? null : readNumber(expected);
      if (wanted === null) return null;
      const given = readNumber(output);
      return given !== null && Math.abs(given - wanted) <= tolerance + EPSILON * Math.max(1, Math.abs(wanted)) ? 1 : 0;
    },
  }),
};

/** A decimal number with surrounding spaces, an exponent or commas between thousands; null for anything else. */
export function readNumber(text: string): number | null {
  const plain = text.trim();
  const digits = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain) ? plain.replaceAll(',', '') : plain;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(digits)) return null;
  const number = Number(digits);
  return Number.isFinite(number) ? number : null;
}
