import { expect, test } from 'vitest';
import { tableHeadline } from './table-headline.ts';
import { foldersOf } from './table-state.ts';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

test.each([
  [{ folder: '', search: '', tag: '' }, 10_000, '10,000 prompts in this project.'],
  [{ folder: 'search', search: '', tag: '' }, 1, '1 prompt in search.'],
  [{ folder: 'search', search: 'ans', tag: '' }, 2, '2 prompts match “ans”.'],
  [{ folder: '', search: 'ans', tag: 'beta' }, 1, '1 prompt tagged beta matches “ans”.'],
  [{ folder: '', search: '', tag: 'beta' }, 3, '3 prompts are tagged beta.'],
])('the sentence over the table for %j and %i', (state, total, sentence) => {
  expect(plain(tableHeadline(state, total))).toBe(sentence);
});

test('a folder is reached through those around it', () => {
  expect(foldersOf('search/shop/eu').map(({ path }) => path)).toEqual(['search', 'search/shop', 'search/shop/eu']);
  expect(foldersOf('')).toEqual([]);
});
