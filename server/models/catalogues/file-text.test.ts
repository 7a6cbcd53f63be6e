import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exactBody } from './file-text.ts';

const read = (text: string): unknown => exactBody(text, JSON.parse(text));

test.each([
  ['0.123456123456789012', '0.123456123456789012', 'a number that no double holds is text'],
  ['12345678901234567890', '12345678901234567890', 'a whole number that no double holds is text'],
  ['0.3745401188473625', 0.3745401188473625, 'what a program wrote from a double stays a number'],
  ['1.50000000000000000000', 1.5, 'zeros at the end are no digits'],
  ['0.000000000000000000015', 1.5e-20, 'zeros at the start are no digits'],
  ['-0.00000000000000150e-3', -1.5e-18, 'an exponent moves the point'],
  ['1.5', 1.5, 'a short number stays a number'],
])('%s is read as %s: %s', (text, value, _why) => {
  expect(read(`{"loss": ${text}}`)).toEqual({ loss: value });
});

test('every double that is written as JSON is read as the same number', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const text = JSON.stringify({ value, long: 'x'.repeat(20), of: 0.12345678901234566 });
      expect(read(text)).toEqual(JSON.parse(text));
    }),
  );
});
