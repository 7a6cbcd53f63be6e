import { divideRounded } from '#server/models/prices/domain/amount.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';

/** The exports that are read: OpenAI's costs and Anthropic's cost report as JSON, FOCUS as CSV. */
export const INVOICE_FORMATS = ['openai', 'anthropic', 'focus'] as const;
export type InvoiceFormat = (typeof INVOICE_FORMATS)[number];

/** The meter of an amount that stands for several meters at once. */
export const UNSPLIT = 'all meters';

/** One charge of an invoice: a day (UTC, since 1970), model and meter, as a provider's export has them. */
export type InvoiceLine = {
  /** Its place in the file: `/data/0/results/1`, or `/12` for the twelfth row of a CSV. */
  path: string;
  day: number;
  /** Who charges, in lower case; '' where the file does not say. */
  provider: string;
  /** As the provider writes it; '' for a charge of no model, such as calls of a tool. */
  model: string;
  /** Our name of the meter (`tokens_in`), or the export's own name in lower case where we have none. */
  meter: string;
  /** Units of the meter; null where the export has money alone. */
  quantity: number | null;
  /** US dollars × 10^12; a credit is below 0. */
  amountPico: bigint;
  /** Half a unit of the amount's last decimal, as written, at most half a cent: how far off rounding alone may be. */
  roundingPico: bigint;
};

export type InvoiceProblem = { path: string; code: string; message: string };

/** All lines, or the problems of the file. A file with a problem has no lines. */
export type InvoiceRead = { lines: InvoiceLine[]; problems: InvoiceProblem[] };

/** First day of a line that is accepted: no provider billed tokens before 2020. */
const DAY_MIN = 18_262;
const DAY_MAX = 47_482;
const LINE_PICO_MAX = 10n ** 18n;
/** Nobody rounds to more than cents: `150` is 150.00, of which JSON leaves the zeros out. */
const HALF_CENT_PICO = 5n * 10n ** 9n;

const DECIMAL = /^([+-]?)(\d{1,30})(?:\.(\d{0,30}))?(?:[eE]([+-]?\d{1,3}))?$/;
const PICO_DECIMALS = 12;

/**
 * An amount as text or a JSON number, taken as written, of which one is 10^`centsDecimals` to a dollar: 0 for dollars, 2
 * for cents. Past 10^-12 dollars it is rounded, half away from 0. Null for what is no number, or more than a million dollars.
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
  if (size > LINE_PICO_MAX) return null;
  return {
    amountPico: sign === '-' ? -size : size,
    roundingPico: shift > 0 ? smaller(10n ** BigInt(shift) / 2n, HALF_CENT_PICO) : 1n,
  };
}

const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** The UTC day of a charge that begins and ends at these times (ms), or why it has none. `end` null: a day. */
export function readDay(startMs: number, endMs: number | null): { day: number } | { code: string; message: string } {
  if (!Number.isFinite(startMs) || Number.isNaN(endMs)) {
    return { code: 'not_a_time', message: 'its day begins or ends at no time.' };
  }
  const day = Math.floor(startMs / DAY_MS);
  if (day < DAY_MIN || day > DAY_MAX) return { code: 'not_a_day', message: 'a day from 2020-01-01 to 2100-01-01.' };
  if (endMs !== null && (endMs <= startMs || Math.floor((endMs - 1) / DAY_MS) !== day)) {
    return {
      code: 'not_one_day',
      message: 'it spans more than a day (UTC). Export it by day: costs are compared day by day.',
    };
  }
  return { day };
}

/**
 * A count as text or number, to a millionth, or null where there is none; NaN for anything else, and past 10^15, of which
 * millionths are not exact.
 */
export function readQuantity(value: unknown): number | null {
  if (value === undefined || value === null || value === '') return null;
  const quantity = typeof value === 'string' ? Number(value) : value;
  if (typeof quantity !== 'number' || !(quantity >= 0 && quantity <= 1e15)) return Number.NaN;
  return Number.isInteger(quantity) ? quantity : Math.round(quantity * 1e6) / 1e6;
}

/** The name of a model or a meter as it can be stored. */
export const readName = (value: unknown): string =>
  (typeof value === 'string' || typeof value === 'number' ? String(value) : '').trim().slice(0, 300);

/** Whether a value of JSON is an object. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
