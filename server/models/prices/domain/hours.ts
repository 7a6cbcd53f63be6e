export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Day = (typeof DAYS)[number];

/**
 * Hours of some days in the local time of `tz`: a window that is skipped or repeated when clocks change is skipped or
 * repeated here too. `from` 22:00 and `to` 06:00 begins on each of `days` and ends on the next.
 */
export type Hours = { tz: string; days: readonly Day[]; from: string; to: string };

/** Minutes since Monday 00:00 as ranges `[from, to)`, in order and disjoint. */
export type Week = readonly (readonly [from: number, to: number])[];

const DAY = 1440;
export const WEEK_MINUTES = 7 * DAY;

/** Minutes since midnight of `HH:MM`; 24:00 is the end of a day. Null for anything else. */
export function clockMinutes(text: string): number | null {
  const [, hour, minute] = /^(\d\d):(\d\d)$/.exec(text) ?? [];
  const minutes = Number(hour) * 60 + Number(minute);
  return Number(minute) < 60 && minutes <= DAY ? minutes : null;
}

/** The minutes of a week that these hours cover. */
export function weekOf({ days, from, to }: Hours): Week {
  const start = clockMinutes(from) ?? 0;
  const end = clockMinutes(to) ?? 0;
  const length = end > start ? end - start : end - start + DAY;
  const parts = [...new Set(days)].flatMap((day): [number, number][] => {
    const begin = DAYS.indexOf(day) * DAY + start;
    const over = begin + length - WEEK_MINUTES;
    return over > 0
      ? [
          [begin, WEEK_MINUTES],
          [0, over],
        ]
      : [[begin, begin + length]];
  });
  return joined(parts);
}

function joined(parts: [number, number][]): Week {
  const week: [number, number][] = [];
  for (const [from, to] of parts.sort(([a], [b]) => a - b)) {
    const last = week.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else week.push([from, to]);
  }
  return week;
}

/** The minutes that both cover. */
export function commonWeek(a: Week, b: Week): Week {
  return joined(
    a.flatMap(([from, to]) =>
      b.flatMap(([otherFrom, otherTo]): [number, number][] => {
        const start = Math.max(from, otherFrom);
        const end = Math.min(to, otherTo);
        return start < end ? [[start, end]] : [];
      }),
    ),
  );
}

/** Number of minutes of a week that it covers. */
export const weekLength = (week: Week): number => week.reduce((sum, [from, to]) => sum + to - from, 0);

/** Whether a minute since Monday 00:00 lies in it. */
export function inWeek(week: Week, minute: number): boolean {
  for (const [from, to] of week) if (from <= minute && minute < to) return true;
  return false;
}

/**
 * A formatter of one zone with its last result, because requests that are priced together are often of the same minute.
 */
type Clock = { format: Intl.DateTimeFormat; minute: number; minuteOfWeek: number };

const clocks = new Map<string, Clock>();

function clockOf(tz: string): Clock {
  const known = clocks.get(tz);
  if (known !== undefined) return known;
  const options = { weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const format = new Intl.DateTimeFormat('en-US', { timeZone: tz, ...options });
  const clock = { format, minute: Number.NaN, minuteOfWeek: 0 };
  clocks.set(tz, clock);
  return clock;
}

/** The canonical name of a time zone for comparing (`utc` is `UTC`), or null for any other text. */
export function zoneName(tz: string): string | null {
  try {
    return clockOf(tz).format.resolvedOptions().timeZone;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/**
 * Minutes since Monday 00:00 in the local time of a zone at `atMs` since 1970; offsets have been whole minutes since
 * 1973. Takes some microseconds unless the minute is the same as in the last call.
 */
export function minuteOfWeek(tz: string, atMs: number): number {
  const clock = clockOf(tz);
  const minute = Math.floor(atMs / 60_000);
  if (clock.minute === minute) return clock.minuteOfWeek;
  let minutes = 0;
  for (const { type, value } of clock.format.formatToParts(minute * 60_000)) {
    if (type === 'weekday') minutes += DAYS.indexOf(value.toLowerCase() as Day) * DAY;
    if (type === 'hour') minutes += Number(value) * 60;
    if (type === 'minute') minutes += Number(value);
  }
  clock.minute = minute;
  clock.minuteOfWeek = minutes;
  return minutes;
}
