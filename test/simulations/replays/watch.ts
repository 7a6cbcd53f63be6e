import type { TrafficScenario } from '#examples/drills/scenario.ts';
import { BUILTINS } from '#server/alerts/domain/builtins.ts';
import { type PastFiring, Replay } from '#server/alerts/domain/replay.ts';
import { type Rule, ruleWith } from '#server/alerts/domain/rule.ts';
import { SERIES_KINDS, type SeriesKind } from '#server/alerts/domain/series-kind.ts';
import { type SeriesTraffic, SeriesView } from '#server/alerts/domain/traffic.ts';
import { LAG_MS } from '#server/alerts/evaluate/evaluate-project.ts';
import { findJumps } from '#server/cost/domain/spend-jumps.ts';
import { MINUTE_MS } from '#server/platform/pure/durations.ts';
import { daysUpTo, type Played } from './traffic.ts';

/** A monitor that fired: how many minutes after the start, of which prompt. */
export type Found = { monitor: string; severity: string; afterMin: number; prompt: string };

type Watcher = { name: string; severity: string; kind: SeriesKind; rule: Rule };

/** The built-in monitors of series. */
const builtins = (): Watcher[] =>
  BUILTINS.flatMap(({ name, severity, kind, rule }) => {
    const series = SERIES_KINDS.find((one) => one === kind);
    // Signals of prompt injection are of stored texts, which no scenario has.
    return series === undefined || series === 'injection' ? [] : [{ name, severity, kind: series, rule }];
  });

/** Set by hand where a scenario says so. */
const BY_HAND: Watcher = {
  ...{ name: 'cost per request (by hand)', severity: 'warning', kind: 'metric' },
  rule: ruleWith({
    ...{ metric: 'cost_per_request', direction: 'above', against: 'baseline', limit: 1.2, clear: 1.1 },
    ...{ windowMin: 30, forMin: 10, minSamples: 50 },
  }),
};

/** Every first firing of a monitor on a lane, the earliest first, as the evaluation would have made them. */
export function watch(scenario: TrafficScenario, lanes: readonly Played[]): Found[] {
  const watchers = [...builtins(), ...(scenario.fault.tokensIn === undefined ? [] : [BY_HAND])];
  const begin = Date.parse(scenario.start);
  const found = lanes.flatMap(({ lane, series }) =>
    watchers.flatMap(({ name, severity, kind, rule }) => {
      const firings = replay(scenario, series, new Replay({ kind, rule }, LAG_MS));
      const at = firings.find((one) => one.at >= begin)?.at;
      return at === undefined
        ? []
        : [{ monitor: name, severity, afterMin: (at - begin) / MINUTE_MS, prompt: lane.prompt }];
    }),
  );
  const jumps = scenario.fault.tokensIn === undefined ? [] : lanes.flatMap((lane) => jumpOf(scenario, lane));
  return [...found, ...jumps].sort((a, b) => a.afterMin - b.afterMin);
}

/** An hour before the fault, and then to its end. Stops where it fired. */
function replay(scenario: TrafficScenario, series: SeriesTraffic, one: Replay): PastFiring[] {
  const begin = Date.parse(scenario.start);
  const until = scenario.playedUntil ?? scenario.minutes;
  for (
    let minute = (scenario.playedFrom ?? 0) - 60;
    minute <= until && one.firings.length === 0;
    minute += scenario.everyMin
  ) {
    const end = begin + minute * MINUTE_MS;
    one.step(new SeriesView(series, end), end);
  }
  return one.firings;
}

/** Jumps are stored every 15 minutes and looked at every 5. */
const JUMPS_EVERY_MIN = 15;

function jumpOf({ start, minutes, playedUntil }: TrafficScenario, played: Played): Found[] {
  const begin = Date.parse(start);
  for (let minute = JUMPS_EVERY_MIN; minute <= (playedUntil ?? minutes); minute += JUMPS_EVERY_MIN) {
    const { today, first, days } = daysUpTo(played, begin + minute * MINUTE_MS);
    const spend = days.map(({ day, sum }) => ({ day, value: sum.costNano / 1e9, requests: sum.n }));
    const length = days.map(({ day, sum }) => ({ day, value: sum.tokensIn / sum.tokensInN, requests: sum.tokensInN }));
    const subjects = [
      { kind: 'service' as const, name: played.lane.prompt, days: spend },
      { kind: 'input' as const, name: played.lane.prompt, days: length },
    ];
    const [jump] = findJumps(subjects, { today, first, projectDays: spend }) ?? [];
    if (jump !== undefined) {
      const monitor = 'Jump of spend or input';
      return [{ monitor, severity: 'warning', afterMin: minute + 5, prompt: played.lane.prompt }];
    }
  }
  return [];
}
