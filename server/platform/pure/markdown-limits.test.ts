import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { stored, textFault } from './markdown-limits.ts';

test.each([
  ['a long text', 'a\n'.repeat(30_001), /at most 60000 characters/],
  ['many lines', '\n'.repeat(3_000), /at most 3000 lines/],
  ['a long line', `x\n${'[a]'.repeat(2_000)}`, /^Line 2 has 6000 characters/],
  ['a table of many columns', `|${'a|'.repeat(21)}`, /^Line 1 has more than 20 columns/],
  ['deep quotations', `${'>'.repeat(9)} a`, /nested more than 8 deep/],
  ['deep quotations without spaces', '>'.repeat(4_900), /^Line 1 is nested more than 8 deep/],
  ['deep quotations and lists', `a\n${'> - 1. '.repeat(3)}a`, /^Line 2 is nested more than 8 deep/],
  ['nested footnotes', `${'[^a]: '.repeat(9)}a`, /nested more than 8 deep/],
  ['deep indentation', `${'  '.repeat(13)}- a`, /nested more than 8 deep/],
  [
    'marks on the lines of one paragraph',
    `a\n\n${`${'*_'.repeat(50)}\n`.repeat(5)}`,
    /^Line 3 begins a paragraph with more than 400/,
  ],
  ['what the tester sent', `${'*_'.repeat(2_400)}\n`.repeat(11), /^Line 1 begins a paragraph/],
  ['many nested items', `${'- '.repeat(8)}a\n`.repeat(1_500), /is past 1000 paragraphs/],
  ['many small paragraphs of marks', `${'*_'.repeat(190)}\n\n`.repeat(100), /is past 3000 of the marks/],
  ['many bare links', 'www.a.b '.repeat(500), /^Line 1 begins a paragraph/],
  [
    'short rows of a wide table',
    `${'|a'.repeat(20)}|\n${'|-'.repeat(20)}|\n${'a\n'.repeat(1_000)}`,
    /is past 1000 paragraphs/,
  ],
  [
    'a paragraph that only looks like a table',
    `|a|\n|-|-|\n${`|${'*_'.repeat(50)}\n`.repeat(6)}`,
    /begins a paragraph/,
  ],
  ['a paragraph that only looks like items', `a\n${`    - ${'*_'.repeat(50)}\n`.repeat(6)}`, /begins a paragraph/],
  [
    'what a quotation continues below an item',
    `- a\n> q\n${`     - ${'*_'.repeat(50)}\n`.repeat(6)}`,
    /begins a paragraph/,
  ],
  ['an ordered item that cannot begin a list', `a\n${`2. ${'*_'.repeat(50)}\n`.repeat(6)}`, /begins a paragraph/],
  ['what only looks like a block of code', `a\n\n\`\`\` a\`b\n${'*_'.repeat(400)}`, /begins a paragraph/],
  ['a fence in a comment', `<!--\n\n\`\`\`\n-->\n\n${'*_'.repeat(400)}`, /begins a paragraph/],
  ['a fence that another one closes', `  ~~~\n\n~~~\n${'*_'.repeat(400)}`, /begins a paragraph/],
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
  ['a block of code full of marks', `a\n\n\`\`\`json\n${'{"a_b": [1, 2, [3]]}\n'.repeat(500)}\`\`\`\n\nb`],
  ['a table full of citations', `|a|b|\n|-|-|\n${`|x[^t1]|\`y\`[^t2]|\n`.repeat(300)}`],
  ['lists full of citations', `${`- At **12:00** it failed.[^t1][^t2]\n  - \`why\` [^t3]\n`.repeat(100)}`],
  ['ordered items', Array.from({ length: 200 }, (_, i) => `${i + 1}. **a** [^t1]`).join('\n')],
  ['prose', 'It began. '.repeat(400)],
])('stores %s', (_, markdown) => {
  expect(textFault(markdown)).toBeNull();
});

test('stores Unix line ends and one at the end', () => {
  expect(stored('a\r\nb\rc\n\n')).toBe('a\nb\nc\n');
});

const DOCS = readdirSync('docs', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'));
test.each(DOCS)('stores a text like docs/%s', (name) => {
  expect(textFault(readFileSync(`docs/${name}`, 'utf8'))).toBeNull();
});
