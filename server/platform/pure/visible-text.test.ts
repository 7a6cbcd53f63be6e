import { expect, test } from 'vitest';
import { isVisible } from './visible-text.ts';

test.each([
  ['a word', 'a', true],
  ['a picture of several code points', '\u{1f469}\u200d\u{1f692}', true],
  ['nothing', '', false],
  ['white space', ' \n\u00a0\u3000', false],
  ['a zero-width space', '\u200b\u200b', false],
  ['a turn of direction and a joiner', '\u202e\u200d', false],
  ['a Hangul filler', '\u3164', false],
  ['a Braille blank', '\u2800', false],
])('%s', (_, text, visible) => {
  expect(isVisible(text)).toBe(visible);
});
