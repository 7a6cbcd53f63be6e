import { fc, test } from '@fast-check/vitest';
import { expect, it } from 'vitest';
import { crc32, isKeyText, makeKeyText } from './key-text.ts';

const counting = () => {
  let next = 0;
  return () => next++ % 62;
};

it('computes the check value of CRC-32', () => {
  expect(crc32('123456789')).toBe(0xcbf43926);
});

it('writes sy_, 30 random characters and 6 of checksum', () => {
  const text = makeKeyText(counting());
  expect(text.slice(0, 33)).toBe('sy_0123456789ABCDEFGHIJKLMNOPQRST');
  expect(text).toHaveLength(39);
  expect(isKeyText(text)).toBe(true);
});

test.prop([fc.integer({ min: 3, max: 38 }), fc.constantFrom(...'0aZ9')])(
  'refuses a key with any one character mistyped',
  (at, other) => {
    const text = makeKeyText(counting());
    if (text[at] === other) return;
    expect(isKeyText(text.slice(0, at) + other + text.slice(at + 1))).toBe(false);
  },
);

it.each(['', 'sy_', 'sy_short', `${makeKeyText(counting())}x`, makeKeyText(counting()).replace('sy_', 'sk_')])(
  'refuses %j',
  (text) => {
    expect(isKeyText(text)).toBe(false);
  },
);
