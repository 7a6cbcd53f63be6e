import { expect, it } from 'vitest';
import { recentFailures, tooManySentence, waitMs, windowStart } from './sign-in-limit.ts';

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

it.each([
  [
    'for the failures of this window, until they count little enough in the next one',
    { current: 6, previous: 0 },
    15,
    20,
  ],
  ['for the failures of the window before, until they count little enough', { current: 2, previous: 8 }, 15, 11.25],
  ['not at all where there is room', { current: 0, previous: 3 }, 15, 0],
])('waits %s', (_, counts, minute, minutes) => {
  expect(waitMs(counts, 5, at(minute)) / 60_000).toBeCloseTo(minutes, 5);
});

it('is within the limit after that wait, and not before', () => {
  const counts = { current: 6, previous: 4 };
  const later = (ms: number) => {
    const now = new Date(at(18).getTime() + ms);
    const moved = windowStart(now) > windowStart(at(18)) ? { current: 1, previous: 6 } : { current: 7, previous: 4 };
    return recentFailures(moved, now);
  };
  const wait = waitMs(counts, 5, at(18));
  expect(later(wait + 1)).toBeLessThanOrEqual(5);
  expect(later(wait - 1000)).toBeGreaterThan(5);
});

it('returns the wait in minutes', () => {
  expect([20, 61, 900].map(tooManySentence)).toEqual([
    'Too many wrong passwords. Try again in a minute.',
    'Too many wrong passwords. Try again in 2 minutes.',
    'Too many wrong passwords. Try again in 15 minutes.',
  ]);
});
