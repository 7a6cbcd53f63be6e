import { expect, test } from 'vitest';
import { crumbsOf } from './crumbs.ts';

test.each([
  ['the overview is named', '/p/harbour', null, 'harbour / Overview'],
  ['a place is named as in the sidebar', '/p/harbour/prompts', null, 'harbour / Prompts'],
  ['a name with a slash is one crumb', '/p/harbour/prompts/search%2Fanswer', null, 'harbour / Prompts / search/answer'],
  [
    'an id is shortened',
    '/p/harbour/promotions/018f4f3a-7a7b-7c3d-8e9f-001122334455',
    null,
    'harbour / Promotions / 018f4f3a',
  ],
  [
    'a page may set its own title',
    '/p/harbour/promotions/018f4f3a-7a7b-7c3d-8e9f-001122334455',
    'search/answer 14',
    'harbour / Promotions / search/answer 14',
  ],
])('%s', (_sentence, path, title, expected) => {
  expect(
    crumbsOf(path, 'harbour', title)
      .map((crumb) => crumb.label)
      .join(' / '),
  ).toBe(expected);
});

test('every crumb but the last links to its page, and a segment without a page has no link', () => {
  const hrefs = crumbsOf('/p/harbour/evals/datasets/refunds', 'harbour').map((crumb) => crumb.href);
  expect(hrefs).toEqual(['/p/harbour', '/p/harbour/evals', null, null]);
  const ofModel = crumbsOf('/p/harbour/models/together/meta%2Fllama-3', 'harbour').map(({ label, href }) => [
    label,
    href,
  ]);
  expect(ofModel.slice(1)).toEqual([
    ['Models', '/p/harbour/models'],
    ['together', null],
    ['meta/llama-3', null],
  ]);
});
