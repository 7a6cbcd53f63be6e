import { expect, it } from 'vitest';
import { toRows } from './chart-data.ts';
import { endLabels } from './chart-end-labels.tsx';
import type { Series } from './chart-types.ts';

const plot = { left: 0, top: 0, width: 100, height: 100, from: 0, to: 100, scale: { low: 0, high: 10, ticks: [] } };
const area = (key: string, points: [number, number | null][]): Series => ({
  ...{ key, label: key, colour: 'red', kind: 'area', points },
});

it('names an area that stopped at the end of the stack, which continues without it', () => {
  const stopped = area('stopped', [
    [0, 4],
    [50, 4],
    [100, null],
  ]);
  const goesOn = area('continues', [
    [0, 2],
    [50, 2],
    [100, 2],
  ]);
  const labels = endLabels(toRows([stopped, goesOn]), [stopped, goesOn], plot, () => 'red');
  expect(labels.map(({ key, x, y, early }) => ({ key, x, y, early }))).toEqual([
    { key: 'stopped', x: 100, y: 100, early: false },
    { key: 'continues', x: 100, y: 90, early: false },
  ]);
});

it('names lines that all end before the plot at its end, where figures need a day to be known', () => {
  const line = (key: string, last: number): Series => ({
    ...{ key, label: key, colour: 'red', kind: 'line' },
    points: [
      [0, 5],
      [last, 5],
    ],
  });
  const series = [line('newest', 80), line('stopped', 40)];
  expect(endLabels(toRows(series), series, plot, () => 'red')).toMatchObject([
    { text: 'newest', early: false, x: 100, dotX: 80 },
    { text: 'stopped', early: true, x: 4 },
  ]);
});

it('names a line that stopped where it began', () => {
  const line: Series = {
    key: 'v1',
    label: 'v1',
    colour: 'red',
    kind: 'line',
    points: [
      [10, 5],
      [40, 5],
      [100, null],
    ],
  };
  expect(endLabels(toRows([line]), [line], plot, () => 'red')).toMatchObject([{ text: 'v1', early: true, x: 14 }]);
});
