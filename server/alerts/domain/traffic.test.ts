import { expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '#server/platform/pure/durations.ts';
import { type Cell, emptyCell } from '#server/telemetry/rollup/domain/cell.ts';
import { minutesFrom, SeriesView } from './traffic.ts';

const END = Date.UTC(2026, 10, 13, 12, 30);

/** One request a minute for eight hours, as minutes where they are read as such, else as hours. */
function viewOf(deployments: readonly number[]) {
  const [minutes, hours] = [new Map<number, Cell>(), new Map<number, Cell>()];
  for (let at = minutesFrom(END); at < END; at += MINUTE_MS) minutes.set(at, { ...emptyCell(), n: 1 });
  for (let at = END - 8.5 * HOUR_MS; at < minutesFrom(END); at += HOUR_MS) hours.set(at, { ...emptyCell(), n: 60 });
  const series = { labels: {}, minutes, hours, excluded: [], deployments, baselines: new Map() };
  return new SeriesView(series, END).viewOf('quality', null, null);
}

test.for([
  ['no deployment: all of it, from a whole hour', [], 180, 210],
  ['a deployment before the window changes nothing', [END - 9 * HOUR_MS], 180, 210],
  ['twenty minutes ago: twenty minutes', [END - 20 * MINUTE_MS], 180, 20],
  ['twenty and a half: only whole minutes of it', [END - 20.5 * MINUTE_MS], 60, 20],
  ['at 09:10: from the nearest hour', [END - 200 * MINUTE_MS], 360, 210],
  ['at 09:50: from the nearest hour', [END - 160 * MINUTE_MS], 360, 150],
  ['of several the newest', [END - 200 * MINUTE_MS, END - 20 * MINUTE_MS], 360, 20],
  ['one that comes later', [END + MINUTE_MS], 60, 60],
] as const)('a window of what serves: %s', ([, deployments, minutes, n]) => {
  expect(viewOf(deployments).windowServed(minutes).cell.n).toBe(n);
});
