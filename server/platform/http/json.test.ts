import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { isStorableText } from '#server/platform/pure/storable.ts';
import { Fault } from '../faults.ts';
import { checkStorable, decodeText, parseJson } from './json.ts';

const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof Fault) return `${error.status} ${error.code}`;
    throw error;
  }
  return 'fine';
};
const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: nested(depth - 1) });

describe('reading JSON from outside', () => {
  test.each([
    ['{"a":', '400 malformed_json'],
    ['{"__proto__": {"x": 1}}', '400 malformed_json'],
    ['{"a": {"constructor": {"prototype": {}}}}', '400 malformed_json'],
    [String.raw`{"\u005f_proto__": {"x": 1}}`, '400 malformed_json'],
    [String.raw`{"a": {"\u0063onstructor": {"prototype": {}}}}`, '400 malformed_json'],
    ['{"a": 1}', 'fine'],
  ])('%s is %s', (text, expected) => {
    expect(codeOf(() => parseJson(text))).toBe(expected);
  });
  test('bytes that are no UTF-8 are refused as unreadable', () => {
    expect(codeOf(() => decodeText(Buffer.from([0xff, 0xfe, 0x41])))).toBe('400 malformed_json');
  });
  test.each([
    [{ a: ['x', 'b\u0000'] }, '422 invalid_text'],
    [{ a: '\ud800' }, '422 invalid_text'],
    [{ 'k\u0000': 1 }, '422 invalid_text'],
    [{ a: [1, JSON.parse('1e999')] }, '422 invalid_number'],
    [nested(64), 'fine'],
    [nested(65), '422 too_deep'],
  ])('case %#: what cannot be stored is %s', (value, expected) => {
    expect(codeOf(() => checkStorable(value))).toBe(expected);
  });
  test('the refusal names the field by its pointer, with / and ~ of a name escaped', () => {
    expect(() => checkStorable({ events: [{ id: '\ud800' }] })).toThrowError(/\/events\/0\/id/);
    expect(() => checkStorable({ 'a/b~c': '\ud800' })).toThrowError(/^\/a~1b~0c holds/);
  });
  property.prop([fc.string({ unit: 'binary' })])('text is storable exactly when Postgres can hold it', (text) => {
    expect(isStorableText(text)).toBe(!text.includes('\u0000') && Buffer.from(text, 'utf8').toString('utf8') === text);
  });
});
