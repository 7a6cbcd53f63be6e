import { expect, test } from 'vitest';
import { isReminded } from '#server/postmortems/domain/due.ts';
import { stored, textFault } from './markdown-limits.ts';

test.each([
  ['a long text', 'a\n'.repeat(30_001), /at most 60000 characters/],
  ['many lines', '\n'.repeat(3_000), /at most 3000 lines/],
  ['a long line', `x\n${'[a]'.repeat(2_000)}`, /^Line 2 has 6000 characters/],
  ['a table of many columns', `|${'a|'.repeat(21)}`, /^Line 1 has more than 20 columns/],
  ['deep quotations', `${'>'.repeat(9)} a`, /nested more than 8 deep/],
  ['deep lists', `${'- '.repeat(9)}a`, /nested more than 8 deep/],
])('refuses %s', (_, markdown, sentence) => {
  expect(textFault(markdown)).toMatch(sentence);
});

test.each([
  ['an empty text', ''],
  ['a table', '| a | b |\n| - | - |\n| 1 | 2 |'],
  ['escaped bars', `a ${'\\|'.repeat(40)}`],
  ['a rule', '- - - - - - - - - -'],
  ['what is almost nested', `${'-  \t '.repeat(999)}-`],
  ['prose', 'It began. '.repeat(400)],
])('stores %s', (_, markdown) => {
  expect(textFault(markdown)).toBeNull();
});

test('stores Unix line ends and one at the end', () => {
  expect(stored('a\r\nb\rc\n\n')).toBe('a\nb\nc\n');
});

test('reminds two days before, on the day, for three days after and then once a week', () => {
  const days = Array.from({ length: 20 }, (_, i) => 4 - i);
  expect(days.filter(isReminded)).toEqual([2, 0, -1, -2, -3, -7, -14]);
});
