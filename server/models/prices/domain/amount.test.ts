import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { AMOUNT_PICO_MAX, divideRounded, formatAmount, nanoOf, readAmount } from './amount.ts';

describe('an amount', () => {
  test.each<[string, string | number, bigint]>([
    ['is read from text', '2.50', 2_500_000_000_000n],
    ['is read from a number as it is written', 0.1, 100_000_000_000n],
    ['has an exponent', '1.9e-8', 19_000n],
    ['has an exponent as numbers write it', 1.9e-8, 19_000n],
    ['has a large exponent', '1E+6', AMOUNT_PICO_MAX],
    ['keeps twelve decimals', '0.000000000001', 1n],
    ['may end in zeros past the twelfth decimal', '0.1000000000000000', 100_000_000_000n],
    ['may be zero', 0, 0n],
    ['may be zero with any exponent', '0.0e-999', 0n],
  ])('%s', (_, text, pico) => expect(readAmount(text)).toEqual({ pico }));

  test.each<[string | number, string]>([
    [Number.NaN, 'not_an_amount'],
    ['NaN', 'not_an_amount'],
    [Number.POSITIVE_INFINITY, 'not_an_amount'],
    ['', 'not_an_amount'],
    [' 1', 'not_an_amount'],
    ['1,5', 'not_an_amount'],
    ['$1', 'not_an_amount'],
    ['0x10', 'not_an_amount'],
    ['1e1000', 'not_an_amount'],
    ['-0.01', 'below_zero'],
    [-1, 'below_zero'],
    ['0.0000000000001', 'too_precise'],
    [0.1 * 3, 'too_precise'],
    ['1e-999', 'too_precise'],
    ['1000000.000000000001', 'too_large'],
    ['1e999', 'too_large'],
  ])('is not %s: %s', (text, code) => expect(readAmount(text).problem?.code).toBe(code));

  property.prop([fc.bigInt({ min: 0n, max: AMOUNT_PICO_MAX })])('reads back as it is written', (pico) => {
    expect(readAmount(formatAmount(pico))).toEqual({ pico });
    expect(formatAmount(-pico)).toBe(pico === 0n ? '0' : `-${formatAmount(pico)}`);
  });

  property.prop([fc.integer({ min: 0, max: 10 ** 9 }), fc.integer({ min: 0, max: 9 })])(
    'as a number is the amount that its text says',
    (whole, decimals) => {
      const text = `${whole}e-${decimals}`;
      expect(readAmount(Number(text))).toEqual(readAmount(text));
    },
  );

  property.prop([fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.bigInt({ min: 1n, max: 10n ** 12n })])(
    'that is divided is rounded to the nearest unit, a half up',
    (numerator, denominator) => {
      const twice = 2n * (divideRounded(numerator, denominator) * denominator - numerator);
      expect(twice).toBeGreaterThan(-denominator);
      expect(twice).toBeLessThanOrEqual(denominator);
    },
  );
});

test.for<[bigint, number]>([
  [500n, 0],
  [501n, 1],
  [1_499n, 1],
  [1_500n, 2],
  [2_500n, 2],
  [2_501n, 3],
])('%d × 10^-12 dollars are kept as %d billionths, a half as the even one', ([pico, nano]) => {
  expect(nanoOf(pico)).toBe(nano);
});
