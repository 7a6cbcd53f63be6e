import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { formatAmount } from '#server/models/prices/domain/amount.ts';
import { dollarsOf, picoOf } from './dollars.ts';

describe('dollarsOf', () => {
  property.prop([fc.bigInt({ min: 0n, max: 10n ** 12n })])(
    'prints whole micro-dollars as they were written',
    (micro) => {
      const pico = micro * 1_000_000n;
      expect(dollarsOf(pico)).toBe(Number(formatAmount(pico)));
    },
  );

  it('keeps amounts below a micro-dollar', () => {
    expect(dollarsOf(1n)).toBe(1e-12);
    expect(dollarsOf(-2_500_000n)).toBe(-0.0000025);
  });

  it('returns the amount that it was made of', () => {
    expect(picoOf(dollarsOf(1_234_567_890_123n))).toBe(1_234_567_890_123n);
  });
});
