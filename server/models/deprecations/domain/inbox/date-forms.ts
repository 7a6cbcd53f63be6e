import { addDays, addMonths, type Day, dayOf, endOfMonth } from '#server/models/deprecations/domain/calendar-day.ts';

export const RELATIVE_UNITS = ['day', 'week', 'month', 'year'] as const;
export type RelativeUnit = (typeof RELATIVE_UNITS)[number];

/**
 * The forms of a date in a text.
 *
 * | form | example | what it is |
 * | --- | --- | --- |
 * | `days` with one | 2027-01-29, June 3rd, 2026, 3 June 2026, 14/04/2027, 05.01.2027 | that day |
 * | `days` with two | 05/01/27 | either day |
 * | `days` with none | 30 February 2027, 13/13/2027 | no day of the calendar |
 * | `period` | Q2 2027, June 2027, H1 2027 | some day from the first to the last |
 * | `no_year` | August 31 | a day of some year |
 * | `relative` | in six months, 90 days later | counted from another day |
 */
export type DateForm =
  | { form: 'days'; days: readonly Day[] }
  | { form: 'period'; from: Day; to: Day }
  | { form: 'no_year'; month: number; day: number }
  | { form: 'relative'; count: number; unit: RelativeUnit };
export type DateMention = { at: number; end: number; date: DateForm };

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';
const NUMBERS = 'one two three four five six seven eight nine ten eleven twelve'.split(' ');
const COUNT = `(\\d{1,3}|${NUMBERS.join('|')})`;
const UNIT = `(${RELATIVE_UNITS.join('|')})s?`;
const ORDINALS = ['first', 'second', 'third', 'fourth'];

const month = (text = ''): number => MONTHS.indexOf(text.slice(0, 3).toLowerCase()) + 1;
const days = (...read: (Day | null)[]): DateForm => ({
  form: 'days',
  days: [...new Set(read.flatMap((day) => (day === null ? [] : [day])))].toSorted(),
});
const day = (year: string, ofMonth: number, date: string): DateForm => days(dayOf(Number(year), ofMonth, Number(date)));
const dated = (year: string | undefined, ofMonth: number, date: string): DateForm =>
  year === undefined ? { form: 'no_year', month: ofMonth, day: Number(date) } : day(year, ofMonth, date);
const span = (year: string, first: number, last: number): DateForm => ({
  form: 'period',
  from: dayOf(Number(year), first, 1) ?? `${year}-01-01`,
  to: endOfMonth(Number(year), last),
});
const fullYear = (year: string): string => (year.length === 2 ? `20${year}` : year);
const relative = (count: string, unit: string): DateForm => ({
  form: 'relative',
  count: NUMBERS.indexOf(count.toLowerCase()) + 1 || Number(count),
  unit: RELATIVE_UNITS.find((known) => known === unit.toLowerCase()) ?? 'day',
});

type Groups = readonly (string | undefined)[];
/** Longer forms come first: text that one form has read is not read again. A date inside a model id is not a date. */
const FORMS: [pattern: string, read: (groups: Groups) => DateForm][] = [
  ['(\\d{4})([-/])(\\d{1,2})\\2(\\d{1,2})', ([y = '', , m, d = '']) => day(y, Number(m), d)],
  [`${MONTH}\\s+(\\d{1,2})(?:st|nd|rd|th)?(?:,?\\s+(\\d{4}))?`, ([m, d = '', y]) => dated(y, month(m), d)],
  [`(\\d{1,2})(?:st|nd|rd|th)?\\s+(?:of\\s+)?${MONTH}(?:,?\\s+(\\d{4}))?`, ([d = '', m, y]) => dated(y, month(m), d)],
  [
    '(\\d{1,2})/(\\d{1,2})/(\\d{4}|\\d{2})',
    ([a = '', b = '', y = '']) =>
      days(dayOf(Number(fullYear(y)), Number(a), Number(b)), dayOf(Number(fullYear(y)), Number(b), Number(a))),
  ],
  ['(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4})', ([d = '', m, y = '']) => day(y, Number(m), d)],
  [`${MONTH},?\\s+(\\d{4})`, ([m, y = '']) => span(y, month(m), month(m))],
  ['Q([1-4])[\\s/-]*(?:of\\s+)?(\\d{4})', ([q, y = '']) => span(y, Number(q) * 3 - 2, Number(q) * 3)],
  [
    `(${ORDINALS.join('|')})\\s+quarter(?:\\s+of)?\\s+(\\d{4})`,
    ([q = '', y = '']) => span(y, ORDINALS.indexOf(q.toLowerCase()) * 3 + 1, ORDINALS.indexOf(q.toLowerCase()) * 3 + 3),
  ],
  ['H([12])[\\s/-]*(?:of\\s+)?(\\d{4})', ([h, y = '']) => span(y, Number(h) * 6 - 5, Number(h) * 6)],
  [
    `(?:in|within|after)\\s+(?:about\\s+|approximately\\s+)?${COUNT}[\\s-]${UNIT}`,
    ([n = '', unit = '']) => relative(n, unit),
  ],
  [`${COUNT}[\\s-]${UNIT}\\s+(?:later|after|from\\s+(?:now|today)|hence)`, ([n = '', unit = '']) => relative(n, unit)],
];

/** The dates of a text in the order in which they stand, apart from each other. */
export function datesIn(text: string): DateMention[] {
  const found: DateMention[] = [];
  for (const [pattern, read] of FORMS) {
    for (const match of text.matchAll(new RegExp(`(?<![\\w./-])(?:${pattern})(?!\\w|-\\w|/\\w)`, 'gi'))) {
      const [at, end] = [match.index, match.index + match[0].length];
      if (found.some((other) => at < other.end && end > other.at)) continue;
      found.push({ at, end, date: read(match.slice(1)) });
    }
  }
  return found.toSorted((a, b) => a.at - b.at);
}

/** The day so long after an anchor. */
export function daysAfter(anchor: Day, { count, unit }: { count: number; unit: RelativeUnit }): Day {
  if (unit === 'day' || unit === 'week') return addDays(anchor, count * (unit === 'week' ? 7 : 1));
  return addMonths(anchor, count * (unit === 'year' ? 12 : 1));
}
