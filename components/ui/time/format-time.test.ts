import { describe, expect, it } from 'vitest';
import { exactUtc, relativeTime, secondOf } from './format-time.ts';

const NOW = Date.UTC(2026, 10, 23, 14, 20, 0);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('a time is relative within a day, and a date after that', () => {
  it.each([
    ['a moment ago', NOW - 5_000, 'just now'],
    ['later than the clock of the page, which is behind', NOW + 20_000, 'just now'],
    ['soon', NOW + 45_000, 'in a moment'],
    ['forty minutes ago', NOW - 40 * MINUTE, '40 min ago'],
    ['just under a day ago', NOW - 24 * HOUR + 1, '23 h ago'],
    ['yesterday', Date.UTC(2026, 10, 22, 10, 28), '22 Nov 10:28'],
    ['last year', Date.UTC(2025, 10, 22, 10, 28), '22 Nov 2025 10:28'],
    ['in two hours', NOW + 128 * MINUTE, 'in 2 h 08 min'],
    ['in three weeks', NOW + 21 * 24 * HOUR, 'in 21 days'],
  ])('%s', (_name, at, text) => {
    expect(relativeTime(at, NOW).replaceAll('\u00a0', ' ')).toBe(text);
  });

  it('writes the day and the second where it is not today', () => {
    expect(secondOf(NOW, NOW)).toBe('14:20:00');
    expect(secondOf(NOW - 15 * HOUR, NOW).replaceAll('\u00a0', ' ')).toBe('22 Nov 23:20:00');
  });

  it('gives the exact second in UTC', () => {
    expect(exactUtc('2026-11-22T10:28:03.456Z')).toBe('2026-11-22 10:28:03 UTC');
  });
});
