import { DAY_MS } from '#server/platform/pure/durations.ts';

/** A calendar day in UTC, `YYYY-MM-DD`. Days can be compared as texts. */
export type Day = string;

const two = (n: number): string => String(n).padStart(2, '0');

/**
 * The day with this year, month (1 to 12) and day of the month; null where the calendar has none, such as 30 February.
 */
export function dayOf(year: number, month: number, day: number): Day | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists && year >= 1000 && year <= 9999 ? `${year}-${two(month)}-${two(day)}` : null;
}

/** Whether a text is a day of the calendar, written `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  return year !== undefined && dayOf(Number(year), Number(month), Number(day)) !== null;
}

/** The day `days` later. */
export const addDays = (day: Day, days: number): Day =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** The last day of a month (1 to 12). */
export const endOfMonth = (year: number, month: number): Day =>
  new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);

/** The same day of the month `months` later, or the last one of a shorter month: 31 August + 6 is 28 February. */
export function addMonths(day: Day, months: number): Day {
  const [year = 0, month = 0, dayOfMonth = 0] = day.split('-').map(Number);
  const whole = year * 12 + month - 1 + months;
  const [toYear, toMonth] = [Math.floor(whole / 12), (whole % 12) + 1];
  return dayOf(toYear, toMonth, dayOfMonth) ?? endOfMonth(toYear, toMonth);
}
