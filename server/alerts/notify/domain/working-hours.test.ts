import { expect, test } from 'vitest';
import { hoursProblem, hoursWords, OFFICE_HOURS, opensAfter, type WorkingHours } from './working-hours.ts';

const berlin: WorkingHours = { ...OFFICE_HOURS, time_zone: 'Europe/Berlin' };

test.each<[string, WorkingHours, string, string | null]>([
  ['on a weekday at work', OFFICE_HOURS, '2026-11-24T14:13:00Z', null],
  ['at its first minute', OFFICE_HOURS, '2026-11-24T09:00:00Z', null],
  ['at its end', OFFICE_HOURS, '2026-11-24T17:00:00Z', '2026-11-25T09:00:00.000Z'],
  ['before work', OFFICE_HOURS, '2026-11-24T03:00:00Z', '2026-11-24T09:00:00.000Z'],
  ['on Friday evening', OFFICE_HOURS, '2026-11-27T20:00:00Z', '2026-11-30T09:00:00.000Z'],
  ['where the zone is ahead', berlin, '2026-11-24T16:30:00Z', '2026-11-25T08:00:00.000Z'],
  ['over the change to summer time', berlin, '2027-03-26T20:00:00Z', '2027-03-29T07:00:00.000Z'],
  ['one day a week, just over', { ...berlin, days: [2] }, '2026-11-24T17:00:00Z', '2026-12-01T08:00:00.000Z'],
])('%s', (_, hours, at, expected) => {
  const found = opensAfter(hours, Date.parse(at));
  expect(found === null ? null : new Date(found).toISOString()).toBe(expected);
});

test('of an unknown zone or without a length they are refused', () => {
  expect(hoursProblem(berlin)).toBeNull();
  expect(hoursProblem({ ...berlin, time_zone: 'Mars/Olympus' })?.field).toBe('time_zone');
  expect(hoursProblem({ ...berlin, to: '09:00' })?.field).toBe('to');
  expect(hoursWords(berlin)).toBe('Mon, Tue, Wed, Thu, Fri 09:00–17:00 (Europe/Berlin)');
});
