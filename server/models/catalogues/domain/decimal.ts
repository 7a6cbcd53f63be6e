/** Decimals that an amount of a price row may have. */
const DECIMALS = 12;
const NUMBER = /^\+?(\d{1,40})(?:\.(\d{1,60}))?(?:[eE]([+-]?\d{1,3}))?$/;

/** A decimal as plain text; `isRounded` where digits past the twelfth decimal were cut. */
export type Decimal = { text: string; isRounded: boolean };

/**
 * `value × 10^places` from the digits as they are written, without arithmetic on doubles: `shifted(1.5e-07, 6)` is
 * `0.15`. More than 12 decimals are rounded, half up. Null for what is no number from 0.
 */
export function shifted(value: unknown, places: number): Decimal | null {
  if (typeof value !== 'number' && typeof value !== 'string') return null;
  const [, whole, fraction = '', exponent = '0'] = NUMBER.exec(String(value).trim()) ?? [];
  if (whole === undefined) return null;
  const digits = BigInt(whole + fraction);
  const decimals = fraction.length - Number(exponent) - places;
  if (decimals <= 0) return { text: (digits * 10n ** BigInt(-decimals)).toString(), isRounded: false };
  if (decimals <= DECIMALS) return { text: plain(digits, decimals), isRounded: false };
  const divisor = 10n ** BigInt(decimals - DECIMALS);
  const rounded = (2n * digits + divisor) / (2n * divisor);
  return { text: plain(rounded, DECIMALS), isRounded: digits % divisor !== 0n };
}

function plain(digits: bigint, decimals: number): string {
  const text = digits.toString().padStart(decimals + 1, '0');
  const fraction = text.slice(text.length - decimals).replace(/0+$/, '');
  return `${text.slice(0, text.length - decimals)}${fraction === '' ? '' : `.${fraction}`}`;
}
