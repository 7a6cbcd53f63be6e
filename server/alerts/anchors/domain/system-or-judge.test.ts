import { describe, expect, test } from 'vitest';
import type { AlertVerdict, Severity } from '#server/alerts/domain/alert.ts';
import { BUILTINS } from '#server/alerts/domain/builtins.ts';
import type { SeriesMemory } from '#server/alerts/domain/step-monitor.ts';
import { stepSeries } from '#server/alerts/domain/step-series.ts';
import { type SeriesTraffic, SeriesView } from '#server/alerts/domain/traffic.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/platform/pure/durations.ts';
import { seededRandom } from '#server/stats/seeded-random.ts';
import { addCell, addEvent, type Cell, emptyCell } from '#server/telemetry/rollup/domain/cell.ts';
import { type AnchorSums, judgeShift } from './judge-shift.ts';
import { comparedTime, type Standing, tellApart } from './tell-apart.ts';

const AT = Date.UTC(2026, 9, 9, 12, 7);
const LABELS = { prompt: 'search/answer', environment: 'production' };
const SEEDS = Array.from({ length: 50 }, (_, i) => i + 1);

function rule() {
  const found = BUILTINS.find(({ key }) => key === 'quality');
  if (found === undefined) throw new Error('no quality monitor');
  return { kind: 'quality' as const, rule: found.rule, severity: found.severity };
}

const measured = { failed: false, costNano: null, tokensIn: null, tokensOut: null, tokensCached: null };
function addScores(cell: Cell, score: () => number, n: number, shard: () => number): void {
  for (let i = 0; i < n; i++) {
    const quality = Math.min(1, Math.max(0, score()));
    addEvent(cell, {
      ...{ ...measured, latencyMs: null, ttftMs: null, inputChars: null, success: null, quality, shard: shard() },
    });
  }
}

/** Seven days of mean 0.87, the same for every seed. */
const past = (() => {
  const random = seededRandom(1);
  const hours = new Map<number, Cell>();
  for (let at = AT - 8 * DAY_MS; at < AT - 7 * HOUR_MS; at += HOUR_MS) {
    const cell = emptyCell();
    addScores(
      cell,
      () => 0.87 + 0.2 * (random() - 0.5),
      120,
      () => Math.floor(random() * 100),
    );
    hours.set(Math.floor(at / HOUR_MS) * HOUR_MS, cell);
  }
  return hours;
})();

type World = {
  /** Scores of production a minute; one anchor is scored for ten of them. Null: there are no anchors. */
  perMinute: number;
  every?: number | null;
  /** What moves at AT, in score. Each anchor, as each input, is hit by the judge a little differently. */
  judge?: number;
  system?: number;
  minutes?: number;
  stepMin?: number;
};

type Ending = {
  pages: number;
  opened: { severity: Severity; verdict: AlertVerdict } | null;
  verdict: AlertVerdict;
  afterMin: number;
};

/** An application whose judge scores production and, in between, 30 anchors; evaluated once a minute. */
function live(seed: number, world: World): Ending {
  const { perMinute, every = 10, judge = 0, system = 0, minutes: length = 30, stepMin = 1 } = world;
  const random = seededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const minutes = new Map<number, Cell>();
  const hours = new Map(past);
  // Each anchor was scored three times when it was marked.
  const anchors = Array.from({ length: every === null ? 0 : 30 }, () => {
    const human = 0.6 + 0.35 * random();
    const first = human + 0.03 + 0.08 * normal();
    const scores = [1, 2, 3].map((): [number, number] => [AT - DAY_MS, first + 0.04 * normal()]);
    return { human, first, second: judge * (1 + 0.3 * normal()), scores };
  });
  let [turn, owed] = [0, 0];
  const watched = rule();
  let memory: SeriesMemory | null = null;
  let standing: Standing | null = null;
  const ending: Ending = { pages: 0, opened: null, verdict: 'none', afterMin: 0 };
  const traffic: SeriesTraffic = {
    labels: LABELS,
    minutes,
    hours,
    excluded: [],
    deployments: [],
    baselines: new Map(),
  };
  const begin = AT - 6 * HOUR_MS * Math.min(1, stepMin / 5);
  for (let at = begin; at < AT + length * MINUTE_MS; at += MINUTE_MS) {
    const moved = at >= AT;
    const cell = emptyCell();
    const n = Math.floor(perMinute) + (random() < perMinute % 1 ? 1 : 0);
    addScores(
      cell,
      () => 0.87 + 0.11 * normal() + (moved ? judge * (1 + 0.3 * normal()) + system : 0),
      n,
      () => Math.floor(random() * 100),
    );
    minutes.set(at, cell);
    const hour = Math.floor(at / HOUR_MS) * HOUR_MS;
    const sum = hours.get(hour) ?? emptyCell();
    addCell(sum, cell);
    hours.set(hour, sum);
    if (every !== null) owed += n / every;
    for (; owed >= 1; owed--) {
      const anchor = anchors[turn++ % anchors.length];
      anchor?.scores.push([at, anchor.first + (moved ? anchor.second : 0) + 0.04 * normal()]);
    }
    const end = at + MINUTE_MS;
    if (end < AT || (end - AT) % (stepMin * MINUTE_MS) !== 0) continue;
    const given = { memory, now: end + MINUTE_MS, end, isAfterPause: false };
    const view = new SeriesView(traffic, end);
    const step = stepSeries(watched, view, given);
    const compared = comparedTime(step, standing, end);
    if (compared === null) {
      memory = step.memory;
      continue;
    }
    const sums = anchors.map(({ human, scores }): AnchorSums => {
      const [before, after] = [
        scores.filter(([at]) => at < compared.firstSince),
        scores.filter(([at]) => at >= compared.since),
      ];
      const sum = (list: [number, number][]) => list.reduce((total, [, score]) => total + score, 0);
      const squares = before.reduce((total, [, score]) => total + score * score, 0);
      return {
        human,
        before: { n: before.length, sum: sum(before), squares },
        after: { n: after.length, sum: sum(after) },
      };
    });
    const next = tellApart(watched, view, given, {
      step,
      compared,
      judge: { reading: judgeShift(sums), names: { before: null, since: null } },
      standing,
    });
    memory = next.memory;
    if (next.told === null) continue;
    const { verdict, severity } = next.told;
    standing = { verdict, firstSince: next.told.evidence.firstSince };
    if (severity === 'page') ending.pages += 1;
    if (ending.opened === null)
      Object.assign(ending, { opened: { severity, verdict }, afterMin: (end - AT) / MINUTE_MS });
    ending.verdict = verdict;
  }
  return ending;
}

const endings = (world: World) => SEEDS.map((seed) => live(seed, world));
const count = (list: readonly Ending[], holds: (one: Ending) => boolean) => list.filter(holds).length;

describe('50 seeds of the simulator', () => {
  test.for([
    ['a judge 10 points stricter', { perMinute: 10, judge: -0.1 }],
    ['a judge 6 points stricter', { perMinute: 10, judge: -0.06, minutes: 75 }],
    ['a judge 25 points stricter', { perMinute: 10, judge: -0.25 }],
    ['a judge 10 points stricter at 40 scores an hour', { perMinute: 0.67, judge: -0.1, minutes: 340, stepMin: 5 }],
  ] as const)('%s: no page, verdict judge, in all', ([, world]) => {
    const all = endings(world);
    expect(count(all, ({ pages }) => pages === 0)).toBe(50);
    expect(count(all, ({ verdict, opened }) => verdict === 'judge' && opened?.severity === 'ticket')).toBe(50);
  });

  test.for([
    ['at 600 scores an hour', { perMinute: 10, system: -0.1 }],
    ['at 40 scores an hour', { perMinute: 0.67, system: -0.1, minutes: 340, stepMin: 5 }],
    ['while the judge moves too', { perMinute: 10, system: -0.1, judge: -0.1, minutes: 45 }],
  ] as const)('a real drop of 10 points %s pages with verdict system in at least 95 %%', ([, world]) => {
    expect(count(endings(world), ({ pages, verdict }) => pages > 0 && verdict === 'system')).toBeGreaterThanOrEqual(48);
  });

  test('nothing moves: nothing fires', () => {
    expect(count(endings({ perMinute: 10 }), ({ opened }) => opened !== null)).toBe(0);
  });

  test('without anchors it pages as before, and says that it cannot tell', () => {
    const all = endings({ perMinute: 10, judge: -0.1, every: null });
    expect(count(all, ({ opened }) => opened?.severity === 'page' && opened.verdict === 'unknown')).toBe(50);
  });
});
