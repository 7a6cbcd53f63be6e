import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { textFault } from '#server/platform/pure/markdown-limits.ts';
import { MarkdownBody } from './markdown-body.tsx';

const html = (text: string) => renderToStaticMarkup(<MarkdownBody>{text}</MarkdownBody>);

test.for([
  ['a script', '<script>alert(1)</script>', 'script'],
  ['HTML with a handler', '<b onclick="x()">hi</b>', '<b'],
  ['an image, which would tell its server who reads', '![seen](https://beacon.test/x.png)', 'beacon.test'],
  ['an image in HTML', '<img src="https://beacon.test/x.png">', '<img'],
  ['a link that runs a script', '[x](javascript:alert(1))', 'javascript:'],
  ['a frame', '<iframe src="https://a.test"></iframe>', '<iframe'],
] as const)('%s is not rendered', ([, text, never]) => {
  expect(html(text)).not.toContain(never);
});

test('lists, tables, code and links are rendered; headings are bold lines', () => {
  const text = '## Head\n\n- one **two**\n\n| a |\n| - |\n| b |\n\n`code` [page](https://a.test/b)';
  const page = html(text);
  for (const part of ['<p class="font-semibold">Head</p>', '<strong>two</strong>', '<td>b</td>', '<code>code</code>'])
    expect(page).toContain(part);
  expect(page).toContain('href="https://a.test/b" rel="noopener noreferrer nofollow"');
});

test('a text that would hold up the process stands as it was written', () => {
  const text = `${'*_'.repeat(2_400)}\n`.repeat(11);
  expect(html(text)).toBe(`<p class="whitespace-pre-wrap">${text}</p>`);
});

const elements = (page: string): number => page.match(/<[a-z]/g)?.length ?? 0;
test.for([
  ['emphasis', (n: number) => `${'*_'.repeat(200)}\n\n`.repeat(n)],
  ['text that is struck through', (n: number) => `${'~a'.repeat(400)}\n\n`.repeat(n)],
  ['links', (n: number) => `${'[a](b) '.repeat(200)}\n\n`.repeat(n)],
  ['items', (n: number) => '- a\n'.repeat(n)],
  ['nested items', (n: number) => `${'- '.repeat(8)}a\n\n`.repeat(n)],
  ['quotations', (n: number) => '> a\n\n'.repeat(n)],
  ['footnotes', (n: number) => Array.from({ length: n }, (_, i) => `[^${i}] [^${i}]\n\n[^${i}]: x\n\n`).join('')],
  ['cells', (n: number) => `${'|a'.repeat(20)}|\n${'|-'.repeat(20)}|\n${'a\n'.repeat(n)}`],
] as const)('the longest text of %s that is accepted makes few elements', ([, textOf]) => {
  let [most, refused] = [1, 3_000];
  while (refused - most > 1) {
    const n = (most + refused) >> 1;
    if (textFault(textOf(n)) === null) most = n;
    else refused = n;
  }
  expect(textFault(textOf(most + 1))).not.toBeNull();
  expect(elements(html(textOf(most)))).toBeLessThan(7_500);
});
