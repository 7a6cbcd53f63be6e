import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
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
