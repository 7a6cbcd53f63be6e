/**
 * Every number on a screen is formatted here. Unknown is a dash, never 0; minus is −; a unit follows a no-break space;
 * a difference of percentages is in points.
 */
const NBSP = '\u00a0';
const MINUS = '\u2212';
export const UNKNOWN = '–';

type Maybe = number | null | undefined;

const known = (value: Maybe): value is number => typeof value === 'number' && Number.isFinite(value);

/** Grouped by thousands, with a real minus sign. Rounds to zero without a sign. */
function plain(value: number, digits: number): string {
  const text = Math.abs(value).toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}

function signed(value: number, digits: number): string {
  const text = plain(value, digits);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** Milliseconds: `612 ms` below one second, then seconds with three digits. */
export function latency(ms: Maybe): string {
  if (!known(ms)) return UNKNOWN;
  if (Math.round(ms) < 1000) return `${plain(ms, ms > 0 && ms < 10 ? 1 : 0)}${NBSP}ms`;
  const seconds = ms / 1000;
  return `${plain(seconds, seconds < 9.995 ? 2 : seconds < 99.95 ? 1 : 0)}${NBSP}s`;
}

/** Milliseconds of waiting or working: `45 s`, `3 min 20 s`, `17 min`, `2 h 08 min`, `3 days`. */
export function duration(ms: Maybe): string {
  if (!known(ms)) return UNKNOWN;
  const seconds = Math.round(Math.abs(ms) / 1000);
  if (seconds < 60) return `${seconds}${NBSP}s`;
  if (seconds < 600 && seconds % 60 > 0) return `${Math.floor(seconds / 60)}${NBSP}min ${seconds % 60}${NBSP}s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes}${NBSP}min`;
  if (minutes >= 48 * 60) return `${Math.round(minutes / 1440)}${NBSP}days`;
  const rest = minutes % 60;
  const hours = `${Math.floor(minutes / 60)}${NBSP}h`;
  return rest === 0 ? hours : `${hours} ${String(rest).padStart(2, '0')}${NBSP}min`;
}

const moneyDigits = (size: number): number =>
  size === 0 || size >= 99.995 ? 0 : size >= 0.9995 ? 2 : Math.min(8, 2 - Math.floor(Math.log10(size)));

const dollars = (usd: number, digits: number): string => plain(usd, digits).replace(/^(−?)/, '$1$');

/** US dollars: whole from $100, cents from $1, three significant digits below. */
export const money = (usd: Maybe): string => (known(usd) ? dollars(usd, moneyDigits(Math.abs(usd))) : UNKNOWN);

/** A difference or half width with the decimals of the amount beside it (`$12.74 ± $0.77`), unless it is less than they show. */
export function moneyBeside(usd: number, amount: number): string {
  const text = dollars(usd, moneyDigits(Math.abs(amount)));
  return /[1-9]/.test(text) ? text : money(usd);
}

/** A price as lists write it: `$0.12`, not `$0.120`. */
export const priceFigure = (usd: Maybe): string => money(usd).replace(/(\.\d\d)(\d*?)0+$/, '$1$2');

/** A price per token, in US dollars per million: `$0.12 / 1 M`. */
export function pricePerMillion(usdPerMillion: Maybe): string {
  return known(usdPerMillion) ? `${priceFigure(usdPerMillion)} / 1${NBSP}M` : UNKNOWN;
}

/** A fraction as percent: one decimal, two below 1 %; `0 %` and `100 %` stay whole. */
export function percent(fraction: Maybe): string {
  if (!known(fraction)) return UNKNOWN;
  const value = fraction * 100;
  const whole = value === 0 || value === 100;
  return `${plain(value, whole ? 0 : Math.abs(value) < 0.995 ? 2 : 1)}${NBSP}%`;
}

/** A fraction that a person chose (share of traffic, margin), without trailing zeros: `25 %`, `2.5 %`. */
export function share(fraction: Maybe): string {
  if (!known(fraction)) return UNKNOWN;
  const value = Math.round(fraction * 1000) / 10;
  return `${plain(value, Number.isInteger(value) ? 0 : 1)}${NBSP}%`;
}

/** A relative change of a quantity: `+6.2 %`; without a decimal from 20 % on, `−78 %`. */
export function change(fraction: Maybe): string {
  if (!known(fraction)) return UNKNOWN;
  return `${signed(fraction * 100, Math.abs(fraction) < 0.1995 ? 1 : 0)}${NBSP}%`;
}

/** A difference of two fractions, in points with its sign and without the word: `−95.2`. */
export function points(difference: Maybe, digits = 1): string {
  return known(difference) ? signed(difference * 100, digits) : UNKNOWN;
}

/** The same with the word: `−3.8 points`. */
export function pointsInWords(difference: Maybe): string {
  return known(difference) ? `${points(difference)}${NBSP}points` : UNKNOWN;
}

/** A whole number in full, for tables: `1,404,000`. */
export function count(value: Maybe): string {
  return known(value) ? plain(Math.round(value), 0) : UNKNOWN;
}

/** A whole number in short, for tiles and axes: `184 k`, `2.1 M`. */
export function countShort(value: Maybe): string {
  if (!known(value)) return UNKNOWN;
  const step = [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ] as const;
  for (const [size, unit] of step) {
    const scaled = value / size;
    // 999,950 is 1.0 M, not 1,000 k.
    if (Math.abs(scaled) < 0.9995) continue;
    const digits = Math.abs(scaled) < 9.95 && Math.round(scaled * 10) % 10 !== 0 ? 1 : 0;
    return `${plain(scaled, digits)}${NBSP}${unit}`;
  }
  return plain(value, Number.isInteger(value) || Math.abs(value) >= 100 ? 0 : 1);
}

/** A score in 0..1: `0.874`. */
export function score(value: Maybe): string {
  return known(value) ? plain(value, 3) : UNKNOWN;
}

/** A value and its half width: `0.874 ± 0.004`. */
export function plusMinus(value: Maybe, halfWidth: Maybe, format: (value: Maybe) => string = score): string {
  return known(halfWidth) ? `${format(value)}${NBSP}±${NBSP}${format(halfWidth)}` : format(value);
}

/** Half of an interval, for `plusMinus`; null where a bound is unknown. */
export const halfWidth = (low: Maybe, high: Maybe): number | null =>
  known(low) && known(high) ? (high - low) / 2 : null;

/** `−9.6 to +2.0`: both bounds in the same format. */
export function range(low: Maybe, high: Maybe, format: (value: Maybe) => string): string {
  return known(low) && known(high) ? `${format(low)} to ${format(high)}` : UNKNOWN;
}

/** `n 12,480` */
export function sampleSize(n: Maybe): string {
  return `n${NBSP}${count(n)}`;
}

/** `12.9 ×` */
export function times(factor: Maybe): string {
  return known(factor) ? `${plain(factor, factor < 99.5 ? 1 : 0)}${NBSP}×` : UNKNOWN;
}

/** `1 category`, `5 categories`: `many` is for plurals that do not end in s. */
export function plural(n: number, one: string, many = `${one}s`): string {
  return `${count(n)}${NBSP}${n === 1 ? one : many}`;
}

/** An id (UUID) or digest (SHA-256) by its first eight characters; any other text as it is. */
export const shortId = (text: string): string =>
  /^([0-9a-f]{64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.test(text) ? text.slice(0, 8) : text;
