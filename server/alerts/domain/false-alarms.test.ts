import { expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/platform/pure/durations.ts';
import { seededRandom } from '#server/stats/seeded-random.ts';
import { addCell, addEvent, type Cell, emptyCell } from '#server/telemetry/rollup/domain/cell.ts';
import { BUILTINS } from './builtins.ts';
import { type PastFiring, Replay } from './replay.ts';
import { SERIES_KINDS } from './series-kind.ts';
import { type SeriesTraffic, SeriesView } from './traffic.ts';

const START = Date.UTC(2026, 9, 1);
/** A week that says what is usual, then 30 days that are watched. */
const WARM_UP = 8 * DAY_MS;
const STEP_MIN = 10;

/** What happens to the requests of an hour's minutes: nothing, or a fault. */
type Fault = (at: number) => { errors?: number; slower?: number; quality?: number };
const healthy: Fault = () => ({});

/**
 * Traffic as the demo's: requests an hour that follow the day, log-normal latency, 0.3 % errors, one answer in five scored
 * with a deviation of 0.11.
 */
function simulate(seed: number, days: number, perHour: number, fault: Fault = healthy): SeriesTraffic {
  const random = seededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const minutes = new Map<number, Cell>();
  const hours = new Map<number, Cell>();
  for (let at = START; at < START + days * DAY_MS; at += MINUTE_MS) {
    const ofDay = 0.55 + 0.45 * Math.sin((2 * Math.PI * ((at % DAY_MS) / HOUR_MS - 6)) / 24);
    const expected = (perHour * ofDay) / 60;
    const n = Math.floor(expected) + (random() < expected % 1 ? 1 : 0);
    if (n === 0) continue;
    const { errors = 0.003, slower = 1, quality = 0.87 } = fault(at);
    const cell = emptyCell();
    for (let i = 0; i < n; i++) {
      const failed = random() < errors;
      addEvent(cell, {
        ...{
          failed,
          costNano: null,
          tokensIn: null,
          tokensOut: null,
          tokensCached: null,
          ttftMs: null,
          inputChars: null,
        },
        latencyMs: failed ? 120 : 2400 * slower * Math.exp(0.3 * normal()),
        quality: !failed && random() < 0.2 ? Math.min(1, Math.max(0, quality + 0.11 * normal())) : null,
        ...{ shard: Math.floor(random() * 100), success: null },
      });
    }
    minutes.set(at, cell);
    const hour = Math.floor(at / HOUR_MS) * HOUR_MS;
    const sum = hours.get(hour) ?? emptyCell();
    addCell(sum, cell);
    hours.set(hour, sum);
  }
  return {
    labels: { prompt: 'search/answer', environment: 'production' },
    minutes,
    hours,
    excluded: [],
    deployments: [],
    baselines: new Map(),
  };
}

/** What each built-in monitor would have fired over the traffic after its first week. */
function watch(traffic: SeriesTraffic, days: number): Map<string, PastFiring[]> {
  const watched = BUILTINS.flatMap(({ key, kind, rule }) => {
    const series = SERIES_KINDS.find((one) => one === kind);
    return series === undefined ? [] : [{ key, replay: new Replay({ kind: series, rule }, MINUTE_MS) }];
  });
  for (let end = START + WARM_UP; end <= START + days * DAY_MS; end += STEP_MIN * MINUTE_MS) {
    const view = new SeriesView(traffic, end);
    for (const { replay } of watched) replay.step(view, end);
  }
  return new Map(watched.map(({ key, replay }) => [key, replay.firings]));
}

const severityOf = (key: string) => BUILTINS.find((one) => one.key === key)?.severity;

test.for([1, 2, 3, 4])('a healthy month of seed %s: no page, at most two warnings', (seed) => {
  const fired = [...watch(simulate(seed, 38, 120), 38)].flatMap(([key, list]) => list.map(() => severityOf(key)));
  expect(fired.filter((severity) => severity === 'page')).toEqual([]);
  expect(fired.length).toBeLessThanOrEqual(2);
});

const AT = START + 9 * DAY_MS + 12 * HOUR_MS;
const during =
  (hours: number, change: ReturnType<Fault>): Fault =>
  (at) =>
    at >= AT && at < AT + hours * HOUR_MS ? change : {};

test.for([
  ['an outage of a provider', 'errors', during(0.6, { errors: 0.62 }), 25, 400],
  ['an outage of a provider', 'burn_page', during(0.6, { errors: 0.62 }), 35, 120],
  ['answers 2.6 times as slow', 'latency', during(2, { slower: 2.6 }), 60, 900],
  ['a quality drop of 10 points', 'quality', during(24, { quality: 0.77 }), 6 * 60, 300],
] as const)('%s is found by the monitor %s', { timeout: 60_000 }, ([, key, fault, minutesMax, perHour]) => {
  const firings = watch(simulate(7, 11, perHour, fault), 11).get(key) ?? [];
  expect(firings.length).toBeGreaterThanOrEqual(1);
  const minutes = ((firings[0]?.at ?? 0) - AT) / MINUTE_MS;
  expect(minutes).toBeGreaterThan(0);
  expect(minutes, `${key} fired after ${minutes} min`).toBeLessThanOrEqual(minutesMax);
});
