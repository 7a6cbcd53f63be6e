import { expect, test } from 'vitest';
import { unsupportedSentences } from './citations.ts';

const rows = new Set([1, 2]);
const of = (markdown: string) =>
  unsupportedSentences(markdown, rows).map(({ sentence, why, gone }) => [why, sentence, ...gone]);

const SUPPORTED = [
  ['a number with its source after the stop', 'It failed 74 times.[^t1] Nobody saw it.'],
  ['a number with its source before the stop', 'It failed 74 times [^t1].'],
  ['two sources', 'It took 6 min.[^t1][^t2]'],
  ['names with digits', 'INC-41, orders/extract v32, P99 and gpt-4o of acme/llama-3 were involved.'],
  [
    'what is shown as written',
    'The field `amount_2` and <https://example.test/5> stood there, [see](https://x.test/7).',
  ],
  ['a block of code', '```\n5 errors\n```'],
  ['headings and the numbers of a list', '# 5 lessons\n1. First\n2. Second'],
  ['action items, which are about what comes', '## Action items\n\nDone within 14 days.'],
  ['a quotation of several sentences with one source', '“Rolled back. 5 % were left.” by “Ada”.[^t2]'],
  ['a source on the second line of a paragraph', 'It failed 74\ntimes.[^t1]'],
  ['a definition of a footnote', '[^x]: 5 of 7'],
  ['numbers in words', 'It failed three times.'],
] as const;
test.each(SUPPORTED)('supports %s', (_, markdown) => {
  expect(of(markdown)).toEqual([]);
});

const UNSUPPORTED = [
  ['a number without a source', 'It failed 74 times.', [['no_source', 'It failed 74 times.']]],
  ['only the sentence at fault', 'It ended.[^t1] 5 % failed. It was quiet.', [['no_source', '5 % failed.']]],
  ['a row that is gone, also without a number', 'Ada rolled back.[^t1][^t9]', [['source_gone', 'Ada rolled back.', 9]]],
  ['a date', '- On 2026-11-27 it began', [['no_source', 'On 2026-11-27 it began']]],
  [
    'a negative number and money',
    'It cost −5 more.\n\nIt cost $7.',
    [
      ['no_source', 'It cost −5 more.'],
      ['no_source', 'It cost $7.'],
    ],
  ],
  ['one row of a table', '| a | b |\n| - | - |\n| 1 | x[^t1] |\n| 2 | y |', [['no_source', '| 2 | y |']]],
  ['an item of a list by itself', '- 1 first [^t1]\n- 2 second', [['no_source', '2 second']]],
  ['a citation that is escaped', 'It failed 74 times.\\[^t1]', [['no_source', 'It failed 74 times.\\[^t1]']]],
  [
    'a section of which only the heading is like that of action items',
    '## Impact\n5 failed.',
    [['no_source', '5 failed.']],
  ],
] as const;
test.each(UNSUPPORTED)('finds %s', (_, markdown, found) => {
  expect(of(markdown)).toEqual(found);
});

test.each([
  ['marks of code', '`a``b'],
  ['links without an end', '[a]('],
  ['sentences in a quotation', 'A. “'],
  ['stops', '. '],
  ['spaces', '#  '],
  ['numbers', '5 '],
])('comes to an end for a text full of %s', (_, text) => {
  const line = text.repeat(5_000).slice(0, 4_999);
  const markdown = `${Array(12).fill(line).join('\n')}”\n# a${' '.repeat(4_900)}b`;
  // Were it more than linear in the length, the test would exceed its time.
  expect(Array.isArray(unsupportedSentences(markdown, rows))).toBe(true);
});
