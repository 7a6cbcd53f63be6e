import { expect, test } from 'vitest';
import { monthSeries } from './month-chart.tsx';

const DAY = 86_400_000;
const MONTH = { from: 0, to: 5 * DAY };
const days = [10, null, 4].map((amount, i) => ({ at: i * DAY, amount }));
const ahead = [2, 3, 4].map((day, i) => ({ at: day * DAY, upTo: { amount: 20 + i, low: 18 + i, high: 24 + i } }));

test('whole days add up and the forecast continues from them, with the spend of today so far', () => {
  const forecast = { refused: null, total: 22, low: 20, high: 26, days: ahead } as const;
  const series = monthSeries({ days, month: MONTH, forecast: { ...forecast, days: ahead } });
  const points = Object.fromEntries(series.map((one) => [one.key, one.points]));
  expect(points.spent).toEqual([
    [0, 0],
    [DAY, 10],
    [2 * DAY, 10],
  ]);
  expect(points.forecast).toEqual([
    [2 * DAY, 10],
    [3 * DAY, 20],
    [4 * DAY, 21],
    [5 * DAY, 22],
  ]);
  expect(points.interval).toEqual([
    [2 * DAY, 10, 10],
    [3 * DAY, 18, 24],
    [4 * DAY, 19, 25],
    [5 * DAY, 20, 26],
  ]);
});

test('without a forecast the line ends with today', () => {
  const refused = { refused: 'too_few_days', days: 3, daysMin: 14 } as const;
  expect(monthSeries({ days, month: MONTH, forecast: refused })).toMatchObject([
    {
      key: 'spent',
      points: [
        [0, 0],
        [DAY, 10],
        [2 * DAY, 10],
        [3 * DAY, 14],
      ],
    },
  ]);
  expect(monthSeries({ days: [], month: null, forecast: null })).toEqual([]);
});
