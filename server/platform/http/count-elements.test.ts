import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { hasMoreElements, type TextFormat, textFormatOf } from './count-elements.ts';

/** The number of elements that is counted for a text: the least `max` that it does not exceed. */
function elementsOf(text: string, format: TextFormat): number {
  let max = 0;
  while (hasMoreElements(Buffer.from(text), format, max)) max += 1;
  return max;
}
const valuesOf = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? Object.values(value).reduce((sum: number, inner) => sum + valuesOf(inner), 1)
    : 1;

describe('the elements of a body', () => {
  test.each<[string, TextFormat, number]>([
    ['[1,2,3]', 'json', 4],
    ['[{},{},{}]', 'json', 7],
    ['{"a":"one, two, [three] {four}"}', 'json', 2],
    [String.raw`["a \" , , ,", "b\\", "c"]`, 'json', 4],
    ['[\n  1,\n  2\n]', 'json', 3],
    ['{"a":1}\n{"a":2}\n\n\n', 'lines', 7],
    ['{"broken": "no end\n[1,2,3]', 'lines', 6],
    ['a,b\n"one, two","3"\n', 'csv', 5],
    ['a\n"say ""no, no"""\n', 'csv', 3],
    ['', 'json', 1],
  ])('%j as %s are at most %i', (text, format, count) => {
    expect(elementsOf(text, format)).toBe(count);
  });
  property.prop([fc.jsonValue()])('are never fewer than the values that JSON.parse makes', (value) => {
    const text = JSON.stringify(value);
    expect(elementsOf(text, 'json')).toBeGreaterThanOrEqual(Math.min(valuesOf(value), text.length));
  });
  test('are counted the same at even and odd offsets in memory', () => {
    const inAll = Buffer.from('xx[1,2,3,4]');
    for (const from of [1, 2]) {
      const bytes = Buffer.concat([Buffer.alloc(from, ' '), inAll.subarray(2)]).subarray(from);
      expect([hasMoreElements(bytes, 'json', 4), hasMoreElements(bytes, 'json', 5)]).toEqual([true, false]);
    }
  });
});

test.each<[string | undefined, string, TextFormat]>([
  ['application/json; charset=utf-8', '[', 'json'],
  ['application/problem+json', '', 'json'],
  ['application/x-ndjson', '[', 'lines'],
  ['application/jsonl', '', 'lines'],
  ['text/csv', '[', 'csv'],
  [undefined, ' [1]', 'json'],
  ['text/plain', '{"a":1}', 'lines'],
  ['application/octet-stream', 'id,q', 'csv'],
])('a body of type %j that begins with %j is read as %s', (type, text, format) => {
  expect(textFormatOf(Buffer.from(text), type)).toBe(format);
});
