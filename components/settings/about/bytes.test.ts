import { expect, test } from 'vitest';
import { bytes } from './bytes.ts';

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [999_600, '1.00 MB'],
  [14_300_000, '14.3 MB'],
  [1_420_000_000, '1.42 GB'],
])('%d bytes are written %s', (value, expected) => {
  expect(bytes(value).replace('\u00a0', ' ')).toBe(expected);
});
