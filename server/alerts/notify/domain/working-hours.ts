import { DAY_MS, MINUTE_MS } from '#server/platform/pure/durations.ts';
import { instantOf, isTimeZone, localMsOf } from './on-call.ts';

/** When tickets are told, by the local time of a zone. */
export type WorkingHours = {
  /** IANA name. */
  time_zone: string;
  /** 1 Monday … 7 Sunday. */
  days: number[];
  /** `09:00`, and the end, which is later on the same day. */
  from: string;
  to: string;
};

/** Of a new channel that does not say: tickets are told on weekdays from 9 to 17 in UTC. */
export const OFFICE_HOURS: WorkingHours = { time_zone: 'UTC', days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' };

const minuteOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));

/** 1 Monday … 7 Sunday of a day since 1970, which began on a Thursday. */
const weekdayOf = (day: number): number => ((day + 3) % 7) + 1;

/** What is wrong with working hours, as the field within them and a sentence; null where they may stand. */
export function hoursProblem(hours: WorkingHours): { field: keyof WorkingHours; message: string } | null {
  if (!isTimeZone(hours.time_zone))
    return { field: 'time_zone', message: 'must be a time zone such as Europe/Berlin.' };
  return minuteOf(hours.to) > minuteOf(hours.from)
    ? null
    : { field: 'to', message: 'must be later than the beginning.' };
}

/** When the working hours begin next after `at` ms; null where it is within them. */
export function opensAfter(hours: WorkingHours, at: number): number | null {
  const local = localMsOf(hours.time_zone, at);
  const today = Math.floor(local / DAY_MS);
  const minute = (local - today * DAY_MS) / MINUTE_MS;
  const isDay = (day: number) => hours.days.includes(weekdayOf(day));
  if (isDay(today) && minute >= minuteOf(hours.from) && minute < minuteOf(hours.to)) return null;
  const begins = Array.from({ length: 8 }, (_, i) => today + i)
    .filter(isDay)
    .map((day) => instantOf(hours.time_zone, day, minuteOf(hours.from)));
  return begins.find((begin) => begin > at) ?? null;
}

/** `Mon, Tue 09:00–17:00 (UTC)`. */
export const hoursWords = ({ time_zone, days, from, to }: WorkingHours): string =>
  `${days.map((day) => DAY_WORDS[day - 1]).join(', ')} ${from}–${to} (${time_zone})`;

const DAY_WORDS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
