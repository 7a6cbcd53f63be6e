import { describe, expect, test } from 'vitest';
import { readTimeRange, windowOf } from './time-range.ts';

const NOW = Date.parse('2026-11-23T14:20:31Z');
const iso = (date: Date | undefined) => date?.toISOString().slice(0, 16);

describe('a time range', () => {
  test.each([
    ['without parameters it is the last day', {}, '2026-11-22T14:21', '2026-11-23T14:21'],
    ['up to a day it ends at the next full minute', { range: '1h' }, '2026-11-23T13:21', '2026-11-23T14:21'],
    ['beyond a day it ends at the next full hour', { range: '7d' }, '2026-11-16T15:00', '2026-11-23T15:00'],
    [
      'from and to win over the range',
      { range: '7d', from: '2026-11-20T10:00:00Z', to: '2026-11-20T12:00:00Z' },
      '2026-11-20T10:00',
      '2026-11-20T12:00',
    ],
    [
      'a custom range that ends before it begins is ignored',
      { from: '2026-11-20T12:00:00Z', to: '2026-11-20T10:00:00Z' },
      '2026-11-22T14:21',
      '2026-11-23T14:21',
    ],
    [
      'a time that cannot be stored is ignored',
      { from: '-271821-04-20T00:00:00Z', to: '2026-11-20T10:00:00Z' },
      '2026-11-22T14:21',
      '2026-11-23T14:21',
    ],
    [
      'a time that is too close to the limits of a date is ignored',
      { from: '2026-11-20T10:00:00Z', to: '+275760-09-13T00:00:00Z' },
      '2026-11-22T14:21',
      '2026-11-23T14:21',
    ],
    [
      'a range of more than ten years is ignored',
      { from: '1970-01-01T00:00:00Z', to: '2026-11-20T10:00:00Z' },
      '2026-11-22T14:21',
      '2026-11-23T14:21',
    ],
    ['a range that does not exist is the last day', { range: '3w' }, '2026-11-22T14:21', '2026-11-23T14:21'],
  ])('%s', (_sentence, query: Record<string, string>, from, to) => {
    const window = windowOf(readTimeRange(query), NOW);
    expect([iso(window.from), iso(window.to)]).toEqual([from, to]);
  });

  test.each([
    ['previous is the same length right before', 'previous', '2026-11-23T12:21', '2026-11-23T13:21'],
    ['last week is the same hours seven days before', 'last_week', '2026-11-16T13:21', '2026-11-16T14:21'],
  ])('compared with %s', (_sentence, compare, from, to) => {
    const window = windowOf(readTimeRange({ range: '1h', compare }), NOW);
    expect([iso(window.compare?.from), iso(window.compare?.to)]).toEqual([from, to]);
  });

  test('the same minute gives the same window on server and browser', () => {
    const state = readTimeRange({ range: '24h' });
    expect(windowOf(state, NOW)).toEqual(windowOf(state, NOW + 20_000));
  });
});
