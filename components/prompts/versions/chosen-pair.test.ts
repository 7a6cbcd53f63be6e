import { expect, test } from 'vitest';
import { choose, pairOf } from './chosen-pair.ts';

const NONE = { from: null, to: null };

test.each([
  ['nothing to compare without versions', NONE, null, null, null],
  ['nothing to compare with one version', NONE, 1, 1, null],
  ['the newest with what serves', NONE, 16, 13, { a: 13, b: 16 }],
  ['the newest serves: with the one before', NONE, 16, 16, { a: 15, b: 16 }],
  ['nothing serves: with the one before', NONE, 16, null, { a: 15, b: 16 }],
  ['those of the address, older first', { from: 14, to: 9 }, 16, 13, { a: 9, b: 14 }],
  ['an address that names no version is left aside', { from: 14, to: 99 }, 16, 13, { a: 13, b: 16 }],
  ['one version twice is left aside', { from: 3, to: 3 }, 16, 13, { a: 13, b: 16 }],
])('%s', (_sentence, chosen, latest, serving, pair) => {
  expect(pairOf(chosen, latest, serving)).toEqual(pair);
});

test('a third version replaces the one that was chosen first', () => {
  const once = choose(NONE, { a: 13, b: 16 }, 9);
  expect(once).toEqual({ from: 16, to: 9 });
  expect(choose(once, { a: 9, b: 16 }, 12)).toEqual({ from: 9, to: 12 });
});

test('a version that is in the diff stays there', () => {
  expect(choose({ from: 9, to: 12 }, { a: 9, b: 12 }, 9)).toEqual({ from: 9, to: 12 });
});
