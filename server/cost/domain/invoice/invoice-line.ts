import { divideRounded } from '#server/models/prices/domain/amount.ts';

/** One charge of an invoice: a day (UTC, since 1970), model and meter, as a provider's export has them. */
export type InvoiceLine = {
  day: number;
  model: string;
  /** Our name of the meter (`tokens_in`), or the export's own name in lower case where we have none. */
  meter: string;
  /** Units of the meter; null where the export has money alone. */
  quantity: number | null;
  /** US dollars × 10^12; a credit is below 0. */
  amountPico: bigint;
  /** Half a unit of the amount's last decimal, as written: how far off rounding alone may be. */
  roundingPico: bigint;
};

export type InvoiceProblem = { path: string; code: string; message: string };

/** All lines, or the problems of the file. A file with a problem has no lines. */
export type InvoiceRead = { lines: InvoiceLine[]; problems: InvoiceProblem[] };

const DECIMAL = /^([+-]?)(\d{1,30})(?:\.(\d{0,30}))?(?:[eE]([+-]?\d{1,3}))?$/;
const PICO_DECIMALS = 12;

/**
 * An amount as text or a JSON number, taken as written, of which one is 10^`centsDecimals` to a dollar: 0 for dollars, 2
 * for cents. Past 10^-12 dollars it is rounded, half away from 0. Null for what is no number.
 */
export function readInvoiceAmount(
  value: unknown,
  centsDecimals: 0 | 2,
): Pick<InvoiceLine, 'amountPico' | 'roundingPico'> | null {
  const parsed = typeof value === 'string' || typeof value === 'number' ? DECIMAL.exec(String(value)) : null;
  if (parsed === null) return null;
  const [, sign, whole = '', fraction = '', exponent = '0'] = parsed;
  const shift = PICO_DECIMALS - centsDecimals - fraction.length + Number(exponent);
  if (shift > 40) return null;
  const digits = BigInt(whole + fraction);
  const size = shift >= 0 ? digits * 10n ** BigInt(shift) : divideRounded(digits, 10n ** BigInt(-shift));
  return {
    amountPico: sign === '-' ? -size : size,
    roundingPico: shift > 0 ? 10n ** BigInt(shift) / 2n : 1n,
  };
}

/** A count as text or number, or null where there is none; NaN for anything else. */
export function readQuantity(value: unknown): number | null {
  if (value === undefined || value === null || value === '') return null;
  const quantity = typeof value === 'string' ? Number(value) : value;
  return typeof quantity === 'number' && Number.isFinite(quantity) && quantity >= 0 ? quantity : Number.NaN;
}

/** Whether a value of JSON is an object. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
