import { fc, test as property } from '@fast-check/vitest';
import { RE2JS } from 're2js';
import { describe, expect, test } from 'vitest';
import { PATTERN_COST_MAX, patternCost } from './pattern-cost.ts';
import { compilePattern } from './safe-pattern.ts';

/** Instructions of RE2's program for a pattern; null where it refuses the pattern. */
function programSize(text: string, ignoreCase: boolean): number | null {
  try {
    return RE2JS.compile(text, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0).programSize();
  } catch {
    return null; // refused: there is no program
  }
}

describe('the cost of a pattern', () => {
  test.each<[string, string, boolean]>([
    ['a repetition a thousand times', 'a{1000}'.repeat(285), false],
    ['a repetition up to a thousand times', '\\pL{0,1000}'.repeat(160), false],
    ['groups in repetitions', '(a|b|c){1000}'.repeat(150), false],
    ['repetitions in repetitions', '(?:(?:x{0,30}y{0,30}){0,30})'.repeat(70), false],
    ['alternatives with numbers, repeated', `(?:${'ab[0-9]|'.repeat(150)}c){999}`, false],
    ['wide ranges whose case is ignored', '[B-\\x{1e942}]'.repeat(150), true],
    ['wide ranges in one class whose case is ignored', `[${'B-\\x{1e942}'.repeat(170)}]`, true],
    ['wide ranges, the case ignored by a flag', `(?i)${'[!-\\x{1e942}]'.repeat(140)}`, false],
    ['many classes of Unicode', '\\PL'.repeat(660), true],
    ['many classes of Unicode in one', `[${'\\pL'.repeat(660)}]`, true],
    ['many groups', '()'.repeat(999), false],
    ['deep nesting', `${'(?:'.repeat(290)}a${'|b)*'.repeat(280)}`, false],
  ])('is over the limit for %s', (_, pattern, ignoreCase) => {
    expect(patternCost(pattern, ignoreCase)).toBeGreaterThan(PATTERN_COST_MAX);
  });

  test.each<[string, string, boolean]>([
    ['the last word yes or no', '\\b(yes|no)\\b', true],
    ['a number', '-?\\d{1,3}(,\\d{3})*(\\.\\d+)?', false],
    ['a text of any length between two words', '(?s)answer:.{0,1000}end', true],
    ['letters of any language', '^[\\p{L}\\p{N} ._-]{1,200}$', true],
    ['an address', '[\\w.+-]+@[\\w-]+\\.[\\w.-]+', true],
    ['two hundred names', Array.from({ length: 200 }, (_, i) => `name${i}`).join('|'), true],
    ['Latin letters with accents', '[a-zÀ-ɏ]+', true],
    ['Chinese', '[\\x{4e00}-\\x{9fff}]+', true],
  ])('is well within it for %s', (_, pattern, ignoreCase) => {
    expect(compilePattern(pattern, ignoreCase)).toMatchObject({ ok: true });
    expect(patternCost(pattern, ignoreCase)).toBeLessThan(PATTERN_COST_MAX / 3);
  });

  const atom = fc.constantFrom(
    'a',
    '.',
    '\\d',
    '\\pL',
    '[a-f]',
    '[^x]',
    '[[:alpha:]]',
    '\\b',
    '^',
    '\\Qa(b\\E',
    '[]a]',
    '\\x{41}',
    'é',
  );
  const count = fc.constantFrom('', '', '*', '+', '?', '*?', '{3}', '{2,}', '{0,7}', '{0}', '{1,20}', '{,3}');
  const { pattern } = fc.letrec<{ pattern: string; part: string }>((tie) => ({
    pattern: fc.array(tie('part'), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')),
    part: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.tuple(atom, count).map(([one, times]) => one + times),
      fc
        .tuple(
          fc.constantFrom('(', '(?:', '(?i:', '(?P<n>'),
          fc.array(tie('pattern'), { minLength: 1, maxLength: 3 }),
          count,
        )
        .map(([open, alternatives, times]) => `${open}${alternatives.join('|')})${times}`),
    ),
  }));

  property.prop([pattern, fc.boolean()], { numRuns: 2_000 })(
    'is never less than the instructions that RE2 makes of it',
    (text, ignoreCase) => {
      const size = programSize(text, ignoreCase);
      if (size !== null) expect(patternCost(text, ignoreCase)).toBeGreaterThanOrEqual(size);
    },
  );

  const signs = fc.string({ unit: fc.constantFrom(...'ab(){}[]|*+?\\^$.,:-019pPQEiLx<>é😀'), maxLength: 30 });
  property.prop([signs, fc.boolean()], { numRuns: 5_000 })(
    'is never less, in any sequence of characters',
    (text, ignoreCase) => {
      const size = programSize(text, ignoreCase);
      if (size !== null) expect(patternCost(text, ignoreCase)).toBeGreaterThanOrEqual(size);
    },
  );
});
