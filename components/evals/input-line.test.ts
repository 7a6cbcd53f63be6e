import { expect, test } from 'vitest';
import { inputLine } from './input-line.ts';

test.each([
  ['the value of the only variable', { question: 'Is 17 prime?' }, 'Is 17 prime?'],
  ['names where there are several', { number: 17, mode: 'fast' }, 'number: 17; mode: fast'],
  ['lines and tabs become one line', { question: 'a\n\n\tb' }, 'a b'],
  ['a value that is no text as JSON', { tags: ['x', 'y'] }, '["x","y"]'],
  ['an input without variables', {}, 'no input'],
  ['an empty text', { question: '' }, 'empty input'],
])('an input in one line: %s', (_, input, line) => {
  expect(inputLine(input)).toBe(line);
});
