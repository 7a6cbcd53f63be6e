import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { commonWeek, DAYS, type Hours, inWeek, minuteOfWeek, weekLength, weekOf, zoneName } from './hours.ts';

const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Shanghai', 'Asia/Kathmandu', 'Australia/Lord_Howe'];

const hoursOfDays = fc.record({
  tz: fc.constantFrom(...ZONES),
  days: fc.subarray([...DAYS], { minLength: 1 }),
  from: fc.constantFrom('00:00', '01:30', '09:00', '22:00', '23:59'),
  to: fc.constantFrom('00:01', '02:00', '06:00', '12:00', '24:00'),
});

/** Whether a minute of the week is in these hours, computed directly from their fields. */
function isIn({ days, from, to }: Hours, minute: number): boolean {
  const day = Math.floor(minute / 1440);
  const clock = `${String(Math.floor((minute % 1440) / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  const has = (index: number) => days.includes(DAYS[(index + 7) % 7] ?? 'mon');
  if (from < to) return has(day) && from <= clock && clock < to;
  return (has(day) && from <= clock) || (has(day - 1) && clock < to);
}

property.prop([hoursOfDays, hoursOfDays])('the minutes of a week are those that the fields describe', (a, b) => {
  const [weekA, weekB] = [weekOf(a), weekOf(b)];
  let length = 0;
  for (let minute = 0; minute < 7 * 1440; minute += 1) {
    const inA = isIn(a, minute);
    if (inA) length += 1;
    if (inWeek(weekA, minute) !== inA) throw new Error(`minute ${minute}`);
    if (inWeek(commonWeek(weekA, weekB), minute) !== (inA && isIn(b, minute))) throw new Error(`common ${minute}`);
  }
  expect(weekLength(weekA)).toBe(length);
});

describe('the clocks of a time zone', () => {
  const minute = (day: (typeof DAYS)[number], clock: string) =>
    DAYS.indexOf(day) * 1440 + Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
  test.each([
    ['UTC', '2026-11-27T04:00:00Z', 'fri', '04:00'],
    ['Asia/Shanghai', '2026-11-27T20:00:59Z', 'sat', '04:00'],
    ['Asia/Kathmandu', '2026-11-27T00:00:00Z', 'fri', '05:45'],
    ['Europe/Berlin', '2026-03-29T00:59:59Z', 'sun', '01:59'],
    ['Europe/Berlin', '2026-03-29T01:00:00Z', 'sun', '03:00'],
    ['Europe/Berlin', '2026-10-25T00:30:00Z', 'sun', '02:30'],
    ['Europe/Berlin', '2026-10-25T01:30:00Z', 'sun', '02:30'],
    ['America/New_York', '2026-11-01T05:59:00Z', 'sun', '01:59'],
    ['America/New_York', '2026-11-01T06:00:00Z', 'sun', '01:00'],
    ['Australia/Lord_Howe', '2026-04-04T14:59:00Z', 'sun', '01:59'],
    ['Australia/Lord_Howe', '2026-04-04T15:00:00Z', 'sun', '01:30'],
  ] as const)('in %s at %s show %s %s', (tz, at, day, clock) => {
    expect(minuteOfWeek(tz, Date.parse(at))).toBe(minute(day, clock));
    expect(minuteOfWeek(tz, Date.parse(at) + 1)).toBe(minute(day, clock));
  });

  test.each([
    ['utc', 'UTC'],
    ['Asia/Shanghai', 'Asia/Shanghai'],
    ['Mars/Olympus', null],
    ['', null],
  ])('"%s" is %s', (given, name) => expect(zoneName(given)).toBe(name));
});
