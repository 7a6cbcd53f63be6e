/**
 * Money as whole numbers of 10^-12 US dollars. A bigint is exact at any size and has its own operators, and an `int8`
 * holds any price. A decimal library would need a precision that is set once for the whole process
 * (docs/decisions/070).
 */
export type Pico = bigint;

const DECIMALS = 12;
const PICO_PER_DOLLAR = 10n ** 12n;
/** A million dollars: the highest price that is accepted; it fits into an `int8`. */
export const AMOUNT_PICO_MAX: Pico = 1_000_000n * PICO_PER_DOLLAR;

export type AmountProblem = { code: 'not_an_amount' | 'below_zero' | 'too_precise' | 'too_large'; message: string };
export type AmountRead = { pico: Pico; problem?: undefined } | { pico?: undefined; problem: AmountProblem };

const DECIMAL = /^([+-]?)(\d{1,40})(?:\.(\d{1,40}))?(?:[eE]([+-]?\d{1,3}))?$/;

const wrong = (code: AmountProblem['code'], message: string): AmountRead => ({ problem: { code, message } });

/**
 * Reads dollars from 0 to a million, as text (`"0.15"`, `"1.9e-8"`) or a JSON number, which is taken as it is written:
 * 0.1 is one tenth. More than 12 decimals are refused, never rounded.
 */
export function readAmount(value: string | number): AmountRead {
  const parsed = DECIMAL.exec(String(value));
  if (parsed === null) return wrong('not_an_amount', 'An amount in dollars such as "2.50".');
  const [, sign, whole = '', fraction = '', exponent = '0'] = parsed;
  const digits = BigInt(whole + fraction);
  if (sign === '-') return wrong('below_zero', 'An amount from 0: a price is never below zero.');
  if (digits === 0n) return { pico: 0n };
  const shift = Number(exponent) - fraction.length + DECIMALS;
  if (shift < 0) {
    const divisor = 10n ** BigInt(-shift);
    if (digits % divisor !== 0n)
      return wrong('too_precise', 'At most 12 decimals; give the price for more units, such as a million.');
    return withinMax(digits / divisor);
  }
  return shift > 60 ? withinMax(AMOUNT_PICO_MAX + 1n) : withinMax(digits * 10n ** BigInt(shift));
}

const withinMax = (pico: Pico): AmountRead =>
  pico > AMOUNT_PICO_MAX ? wrong('too_large', 'At most 1000000 dollars.') : { pico };

/** Dollars as plain decimal text, exact, without trailing zeros: `-0.0000015`. Reads back to the same amount. */
export function formatAmount(pico: Pico): string {
  const digits = (pico < 0n ? -pico : pico).toString().padStart(DECIMALS + 1, '0');
  const fraction = digits.slice(-DECIMALS).replace(/0+$/, '');
  return `${pico < 0n ? '-' : ''}${digits.slice(0, -DECIMALS)}${fraction === '' ? '' : `.${fraction}`}`;
}

/**
 * Whole billionths of a dollar, as events keep their cost, of an amount from 0. A half goes to the even neighbour: by
 * prices such as 0.0375 dollars a million every second cost ends in a half, and to round all of them up would add
 * several micro-dollars to 100,000 events.
 */
export function nanoOf(pico: Pico): number {
  const nano = divideRounded(pico, 1_000n);
  return Number(pico % 1_000n === 500n && nano % 2n === 1n ? nano - 1n : nano);
}

/** The amount of billionths of a dollar, whole ones in text or a number that is rounded. */
export const picoOfNano = (nano: string | number): Pico =>
  BigInt(typeof nano === 'string' ? nano : Math.round(nano)) * 1_000n;

/** `numerator / denominator` of numbers from 0, to the nearest whole; a half goes up. */
export const divideRounded = (numerator: bigint, denominator: bigint): bigint =>
  (2n * numerator + denominator) / (2n * denominator);
