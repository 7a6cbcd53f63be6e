import { expect, it } from 'vitest';
import { recentFailures, windowStart } from './sign-in-limit.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 12) + minute * 60_000);

it('starts windows at multiples of 15 minutes', () => {
  expect(windowStart(at(29))).toEqual(at(15));
});

it.each([
  ['counts all of the window before at the very start of this one', 15, 5],
  ['counts half of it half-way', 22.5, 2.5],
  ['counts a fifth of it after twelve minutes', 27, 1],
])('%s', (_, minute, expected) => {
  expect(recentFailures({ current: 0, previous: 5 }, at(minute))).toBeCloseTo(expected, 5);
});
