import { describe, expect, test } from 'vitest';
import { impactStartOf, type Minute, mitigatedAt } from './breach-run.ts';

const START = Date.parse('2026-11-22T10:00:00Z');
const at = (minute: number): number => START + minute * 60_000;

/** `x` bad, `.` good, `-` no request, `?` too few requests: one a minute from 10:00. */
const series = (text: string): Minute[] =>
  [...text].flatMap((is, i) => (is === '-' ? [] : [{ at: at(i), n: is === '?' ? 1 : 40, isBad: is === 'x' }]));

describe('the first bad minute', () => {
  test.each([
    ['the run before the fire', '...xxxxxx', 8, 3],
    ['one missing minute is still one run', '..xxx-xxx', 8, 2],
    ['after two missing minutes it starts after the gap', '..xxx--xx', 8, 7],
    ['two single gaps are still one run', '..x-xx-xx', 8, 2],
    ['a minute with too few requests is missing', '..xxx?xxx', 8, 2],
    ['a good minute ends it', '..xxx.xxx', 8, 6],
    ['the fire comes minutes after the last bad one', '..xxx-----', 9, 2],
    ['nothing bad in the ten minutes before', 'x...........', 11, null],
    ['nothing at all', '', 5, null],
  ])('%s: %s', (_, text, fired, first) => {
    expect(impactStartOf(series(text), at(fired) + 30_000)).toBe(first === null ? null : at(first));
  });
});

describe('the first good minute', () => {
  test.each([
    ['good for ten minutes, backdated to the first of them', 'xxxx..........', 14, 4],
    ['good for nine', 'xxxx.........', 13, null],
    ['bad again begins anew', 'xx.....x..........', 18, 8],
    ['bad again just now', 'xxxx..........x', 15, null],
    ['silence proves nothing', 'xxxx.-----------', 16, null],
    ['a few silent minutes between good ones', 'xxxx..-..-..-.', 14, 4],
  ])('%s: %s', (_, text, now, first) => {
    expect(mitigatedAt(series(text), { from: at(0), now: at(now) })).toBe(first === null ? null : at(first));
  });

  test('a single bad minute after it, of ten that are good together, does not begin the ten minutes again', () => {
    const minutes = series('xxxxx.......x......');
    // Two bad minutes of ten are bad together, one is not.
    const bad = (from: number, to: number) => minutes.filter((one) => one.isBad && one.at >= from && one.at < to);
    const isWindowBad = (from: number, to: number) => bad(from, to).length > 1;
    expect(mitigatedAt(minutes, { from: at(0), now: at(19), isWindowBad })).toBe(at(5));
    expect(mitigatedAt(minutes, { from: at(0), now: at(19) })).toBe(null);
  });
});
