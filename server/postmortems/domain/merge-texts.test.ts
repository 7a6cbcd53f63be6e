import { fc, test as prop } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { mergedText, mergeTexts, withBoth } from './merge-texts.ts';

const text = (...lines: string[]) => lines.join('\n');
const BASE = text('a', 'b', 'c', 'd', 'e');

const MERGED = [
  [
    'changes of different lines',
    text('A', 'b', 'c', 'd', 'e'),
    text('a', 'b', 'c', 'd', 'E'),
    text('A', 'b', 'c', 'd', 'E'),
  ],
  [
    'changes of neighbouring lines',
    text('a', 'B', 'c', 'd', 'e'),
    text('a', 'b', 'C', 'd', 'e'),
    text('a', 'B', 'C', 'd', 'e'),
  ],
  [
    'an insertion and a change elsewhere',
    text('a', 'x', 'b', 'c', 'd', 'e'),
    text('a', 'b', 'c', 'D', 'e'),
    text('a', 'x', 'b', 'c', 'D', 'e'),
  ],
  [
    'a deletion and a change elsewhere',
    text('a', 'c', 'd', 'e'),
    text('a', 'b', 'c', 'd', 'E'),
    text('a', 'c', 'd', 'E'),
  ],
  [
    'the same change of both',
    text('a', 'X', 'c', 'd', 'e'),
    text('a', 'X', 'c', 'd', 'e'),
    text('a', 'X', 'c', 'd', 'e'),
  ],
  ['a change of one side alone', BASE, text('a', 'b', 'c'), text('a', 'b', 'c')],
] as const;
test.each(MERGED)('merges %s', (_, mine, theirs, merged) => {
  expect(mergedText(mergeTexts(BASE, mine, theirs))).toBe(merged);
});

const CONFLICTS = [
  ['the same line', text('a', 'X', 'c', 'd', 'e'), text('a', 'Y', 'c', 'd', 'e'), [['b'], ['X'], ['Y']]],
  ['a line that the other removed', text('a', 'X', 'c', 'd', 'e'), text('a', 'c', 'd', 'e'), [['b'], ['X'], []]],
  [
    'insertions at one place',
    text('a', 'X', 'b', 'c', 'd', 'e'),
    text('a', 'Y', 'b', 'c', 'd', 'e'),
    [[], ['X'], ['Y']],
  ],
  [
    'overlapping changes',
    text('a', 'X', 'Y', 'd', 'e'),
    text('a', 'b', 'Z', 'W', 'e'),
    [
      ['b', 'c', 'd'],
      ['X', 'Y', 'd'],
      ['b', 'Z', 'W'],
    ],
  ],
] as const;
test.each(CONFLICTS)('leaves both sides of %s', (_, mine, theirs, [base, ours, others]) => {
  const parts = mergeTexts(BASE, mine, theirs);
  expect(mergedText(parts)).toBeNull();
  expect(parts.filter(({ kind }) => kind === 'conflict')).toEqual([
    { kind: 'conflict', base, mine: ours, theirs: others },
  ]);
});

const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd', ''), { maxLength: 12 });
prop.prop([lines, lines, lines])('loses no line that either side added', (base, mine, theirs) => {
  const [b, m, t] = [base, mine, theirs].map((some) => some.join('\n')) as [string, string, string];
  expect(withBoth(mergeTexts(b, m, b))).toBe(m);
  expect(withBoth(mergeTexts(b, b, t))).toBe(t);
  expect(mergedText(mergeTexts(b, m, m))).toBe(m);
  // A line that the base does not have at all can only come from a side: each stands in the result.
  const [own, other] = [`${m}\nonly mine`, `only theirs\n${t}`];
  const both = withBoth(mergeTexts(b, own, other)).split('\n');
  expect(both).toEqual(expect.arrayContaining(['only mine', 'only theirs']));
});

test('compares two texts of 3,000 different lines in less than two seconds, and keeps both', () => {
  const lines = (of: string) => Array.from({ length: 3_000 }, (_, i) => `${of} ${i}`).join('\n');
  const begun = performance.now();
  expect(mergeTexts(lines('a'), lines('b'), lines('c')).map(({ kind }) => kind)).toEqual(['conflict']);
  expect(performance.now() - begun).toBeLessThan(2_000);
});
