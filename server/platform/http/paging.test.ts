import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { decodeCursor, encodeCursor, toPage } from './paging.ts';

describe('cursors', () => {
  property.prop([fc.array(fc.oneof(fc.string(), fc.integer()), { minLength: 1, maxLength: 4 })])(
    'a cursor gives its values back',
    (values) => {
      expect(decodeCursor(encodeCursor(values), values.length)).toEqual(values);
    },
  );
  property.prop([fc.string({ maxLength: 60 })])('a made-up cursor is refused, never trusted', (text) => {
    const made = Buffer.from(JSON.stringify([text])).toString('base64url') === text;
    if (!made) expect(() => decodeCursor(text, 2)).toThrowError(/cursor/);
  });
  test('the last page has no next cursor', () => {
    expect(toPage([1, 2], 2, (n) => [n])).toEqual({ data: [1, 2], next_cursor: null });
    expect(toPage([1, 2, 3], 2, (n) => [n])).toEqual({ data: [1, 2], next_cursor: encodeCursor([2]) });
  });
});
