import type { Interval } from '#server/stats/interval.ts';
import { quantile } from '#server/stats/quantile.ts';
import type { Detector, IncidentSeverity, IncidentState } from './incident.ts';
import type { Durations } from './times.ts';

/** One incident, as far as it is counted. */
export type Counted = {
  state: IncidentState;
  isDrill: boolean;
  /** When it was detected, ms; groups by month. */
  at: number;
  severity: IncidentSeverity;
  /** The kind of change that preceded it; null: none is known. */
  trigger: string | null;
  detector: Detector;
  isMitigatedByMachine: boolean;
  durations: Durations;
  /** The sum over people of the time between the first and the last thing that each did, ms. */
  peopleMs: number;
};

/** Milliseconds. `interval`: 95 % of the median. */
export type Spread = {
  n: number;
  median: number | null;
  interval: Interval | null;
  p90: number | null;
  mean: number | null;
};

export type Figures = {
  n: number;
  detect: Spread;
  acknowledge: Spread;
  mitigate: Spread;
  resolve: Spread;
  /** Incidents whose start is not known: in no time from it. */
  unknownStart: number;
  proactive: number;
  /** Of all incidents together. */
  peopleMs: number;
};

/** From so many incidents on a period says something about a trend. */
export const TREND_N_MIN = 5;

/**
 * Median with its 95 % interval from order statistics, P90, mean and n of durations. The interval needs six values: the
 * range of five holds the median in 93.75 % only. Heavy tails make the mean useless alone, so it never stands alone.
 */
export function spreadOf(values: readonly number[]): Spread {
  const n = values.length;
  const mean = n === 0 ? null : values.reduce((sum, value) => sum + value, 0) / n;
  return { n, median: quantile(values, 0.5), interval: medianInterval(values), p90: quantile(values, 0.9), mean };
}

/** The narrowest pair of order statistics that holds the median with 95 %; null where even the widest does not. */
function medianInterval(values: readonly number[]): Interval | null {
  const sorted = values.toSorted((a, b) => a - b);
  const n = sorted.length;
  // Probability that a fair coin shows at most k heads in n throws, term by term.
  let term = 0.5 ** n;
  let tail = 0;
  let cut = 0;
  for (let k = 0; tail + term <= 0.025 && k < n; k++) {
    tail += term;
    term = (term * (n - k)) / (k + 1);
    cut = k + 1;
  }
  const [low, high] = [sorted[cut - 1], sorted[n - cut]];
  return cut === 0 || low === undefined || high === undefined ? null : [low, high];
}

const known = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);

/** The figures of some incidents. */
export function figuresOf(incidents: readonly Counted[]): Figures {
  const of = (field: 'detectMs' | 'acknowledgeMs' | 'mitigateMs' | 'resolveMs') =>
    spreadOf(known(incidents.map(({ durations }) => durations[field])));
  return {
    n: incidents.length,
    detect: of('detectMs'),
    acknowledge: of('acknowledgeMs'),
    mitigate: of('mitigateMs'),
    resolve: of('resolveMs'),
    unknownStart: incidents.filter(({ durations }) => durations.unknownStart).length,
    proactive: incidents.filter(({ durations }) => durations.proactive).length,
    peopleMs: incidents.reduce((sum, { peopleMs }) => sum + peopleMs, 0),
  };
}

export const GROUPINGS = ['month', 'severity', 'trigger', 'detector', 'mitigation'] as const;
export type Grouping = (typeof GROUPINGS)[number];

const KEYS: Record<Grouping, (one: Counted) => string> = {
  month: ({ at }) => new Date(at).toISOString().slice(0, 7),
  severity: ({ severity }) => String(severity),
  trigger: ({ trigger }) => trigger ?? 'none known',
  detector: ({ detector }) => detector,
  mitigation: ({ isMitigatedByMachine, durations }) =>
    durations.mitigateMs === null ? 'not mitigated' : isMitigatedByMachine ? 'by itself' : 'by people',
};

export type Statistics = {
  all: Figures;
  groups: Record<Grouping, ({ key: string; isTrend: boolean } & Figures)[]>;
  /** Exercises, in figures of their own. */
  drills: Figures;
  /** False alarms: only counted. */
  declined: number;
  /** Duplicates of others: only counted. */
  merged: number;
};

/** Times of all incidents and by group. Drills, declined and merged ones are apart: they would lie about detection. */
export function statisticsOf(incidents: readonly Counted[]): Statistics {
  const isReal = ({ state, isDrill }: Counted) => !isDrill && state !== 'declined' && state !== 'merged';
  const real = incidents.filter(isReal);
  const grouped = (by: Grouping) =>
    [...Map.groupBy(real, KEYS[by])]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, some]) => ({ key, isTrend: some.length >= TREND_N_MIN, ...figuresOf(some) }));
  return {
    all: figuresOf(real),
    groups: {
      month: grouped('month'),
      severity: grouped('severity'),
      trigger: grouped('trigger'),
      detector: grouped('detector'),
      mitigation: grouped('mitigation'),
    },
    drills: figuresOf(incidents.filter(({ isDrill, state }) => isDrill && state !== 'declined' && state !== 'merged')),
    declined: incidents.filter(({ state, isDrill }) => state === 'declined' && !isDrill).length,
    merged: incidents.filter(({ state, isDrill }) => state === 'merged' && !isDrill).length,
  };
}
