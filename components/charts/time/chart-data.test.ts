import { describe, expect, it } from 'vitest';
import { gapsOf, nearestMoment, toRows, valueAt, valueScale } from './chart-data.ts';
import type { LineSeries, Point } from './chart-types.ts';
import { cluster, pushApart } from './push-apart.ts';
import { momentLabel, timeTicks } from './time-ticks.ts';

const line = (key: string, points: Point[]): LineSeries => ({ kind: 'line', key, label: key, colour: 'red', points });

describe('the rows of a chart', () => {
  it('draw a line through moments that only another series has, and keep gaps', () => {
    const rows = toRows([
      line('a', [
        [0, 1],
        [20, 3],
        [30, null],
      ]),
      line('b', [[10, 5]]),
    ]);
    expect(rows).toEqual([
      { t: 0, a: 1, b: null },
      { t: 10, a: 2, b: 5 },
      { t: 20, a: 3, b: null },
      { t: 30, a: null, b: null },
    ]);
  });

  it('return a value only at a measured moment', () => {
    const series = line('a', [
      [0, 1],
      [20, 3],
    ]);
    expect([valueAt(series, 20), valueAt(series, 10)]).toEqual([3, null]);
  });

  it('find the nearest measured moment', () => {
    const moments = [0, 10, 20, 30];
    expect([nearestMoment(moments, 14), nearestMoment(moments, 16), nearestMoment(moments, 99)]).toEqual([10, 20, 30]);
    expect(nearestMoment([], 5)).toBeNull();
  });
});

describe('the vertical scale', () => {
  it('starts at zero, holds the limit, and has three or four ticks', () => {
    const series = [line('a', [[0, 4.8]])];
    const scale = valueScale(toRows(series), series, { limits: [9.2] });
    expect(scale.low).toBe(0);
    expect(scale.high).toBeGreaterThan(9.2);
    expect(scale.ticks).toEqual([0, 2.5, 5, 7.5]);
  });

  it('adds up stacked areas', () => {
    const area = (key: string, value: number) => ({ ...line(key, [[0, value]]), kind: 'area' as const });
    const series = [area('a', 60), area('b', 30)];
    expect(valueScale(toRows(series), series, {}).high).toBeGreaterThan(90);
  });
});

describe('gaps', () => {
  const gaps = (points: Point[], to: number) => gapsOf(toRows([line('a', points)]), [line('a', points)], 0, to);

  it('are periods in which nothing was measured', () => {
    const points: Point[] = [
      [0, 1],
      [10, 1],
      [20, null],
      [30, null],
      [40, 1],
      [50, 1],
    ];
    expect(gaps(points, 50)).toEqual([{ from: 10, to: 40 }]);
  });

  it('exclude the newest moment, whose data may still arrive', () => {
    expect(
      gaps(
        [
          [0, 1],
          [10, 1],
          [20, 1],
        ],
        30,
      ),
    ).toEqual([]);
  });

  it('cover everything when nothing was measured', () => {
    expect(gaps([], 30)).toEqual([{ from: 0, to: 30 }]);
  });
});

describe('labels', () => {
  it('at the ends of lines are moved apart and stay inside', () => {
    expect(pushApart([50, 52, 10], 12.5, 100)).toEqual([50, 62.5, 10]);
    expect(pushApart([98, 99], 12.5, 100)).toEqual([87.5, 100]);
    expect(pushApart([50, 50, 50], 12.5, 100), 'of one height the last on top').toEqual([75, 62.5, 50]);
  });

  it('of marks are grouped when they are too close to be clicked apart', () => {
    expect(cluster([1, 10, 40, 60, 90], (x) => x, 24)).toEqual([[1, 10], [40, 60], [90]]);
  });

  it('of time are round moments with room between them', () => {
    const day = Date.UTC(2026, 10, 22, 14, 20);
    const ticks = timeTicks(day, day + 86_400_000, 260);
    expect(ticks.map((tick) => tick.label)).toEqual(['18:00', '00:00', '06:00', '12:00']);
    expect(momentLabel(day)).toBe('22\u00a0Nov 14:20');
  });

  it.each([
    ['half a year has the months of the calendar', Date.UTC(2026, 4, 20), 260, ['1\u00a0Jul', '1\u00a0Oct']],
    [
      'thirty days have Sundays',
      Date.UTC(2026, 9, 23),
      260,
      ['25\u00a0Oct', '1\u00a0Nov', '8\u00a0Nov', '15\u00a0Nov', '22\u00a0Nov'],
    ],
    ['a minute is the finest step', Date.UTC(2026, 10, 22, 14, 18), 800, ['14:18', '14:19', '14:20']],
  ])('of time: %s', (_sentence, from, widthPx, labels) => {
    expect(timeTicks(from, Date.UTC(2026, 10, 22, 14, 20), widthPx).map((tick) => tick.label)).toEqual(labels);
  });
});
