import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { decodeCursor, encodeCursor, rowsOfPage, toPage } from './paging.ts';

describe('cursors', () => {
  const time = fc.date({ min: new Date('1970-01-01'), max: new Date('9999-01-01'), noInvalidDate: true });
  property.prop([fc.string({ unit: 'grapheme' }), fc.nat(), time, fc.uuid()])(
    'a cursor gives its values back',
    (name, position, at, id) => {
      const values = [name, position, at.toISOString(), id, at.getTime()];
      expect(decodeCursor(encodeCursor(values), ['text', 'int', 'time', 'uuid', 'ms'])).toEqual(values);
    },
  );
  property.prop([fc.string({ maxLength: 60 })])('a made-up cursor is refused, never trusted', (text) => {
    const made = Buffer.from(JSON.stringify([text])).toString('base64url') === text;
    if (!made) expect(() => decodeCursor(text, ['text', 'text'])).toThrowError(/cursor/);
  });
  test.each([
    ['text', ['a\u0000']],
    ['text', [1]],
    ['text', ['a', 'b']],
    ['uuid', ['1']],
    ['int', [-1]],
    ['int', [2 ** 31]],
    ['int', ['1']],
    ['bigint', [1.5]],
    ['ms', [8e15]],
    ['time', ['2026']],
    ['time', ['0000-01-01T00:00:00.000Z']],
    ['time', ['2026-02-31T00:00:00.000Z']],
  ] as const)('a cursor of %s that no list returned is refused: %j', (kind, values) => {
    expect(() => decodeCursor(encodeCursor(values), [kind])).toThrowError(/cursor is not one that this list gave out/);
  });
  test('the last page has no next cursor', () => {
    expect(toPage([1, 2], 2, (n) => [n])).toEqual({ data: [1, 2], next_cursor: null });
    expect(toPage([1, 2, 3], 2, (n) => [n])).toEqual({ data: [1, 2], next_cursor: encodeCursor([2]) });
  });
});

test.each([
  [[], 50, 50],
  [[10, 10], 50, 50],
  [[900_000, 900_000, 900_000, 10], 50, 2],
  [[900_000, 900_000, 900_000], 1, 1],
  [[5_000_000, 10], 50, 1],
])('of rows of %j bytes and a limit of %i a page has %i', (bytes, limit, rows) => {
  expect(rowsOfPage(bytes, limit)).toBe(rows);
});
