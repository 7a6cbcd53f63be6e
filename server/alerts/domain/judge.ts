import type { Figures } from './figures.ts';
import { judgeBurnRate } from './monitors/burn-rate.ts';
import { judgeErrorRate } from './monitors/error-rate.ts';
import { judgeInjection } from './monitors/injection.ts';
import { judgeLatency } from './monitors/latency.ts';
import { judgeMetric } from './monitors/metric.ts';
import { judgeOutcome } from './monitors/outcome.ts';
import { judgeQuality } from './monitors/quality.ts';
import { judgeTelemetryMissing } from './monitors/telemetry-missing.ts';
import { isKnownMetric } from './not-measured.ts';
import type { Baseline, Reading } from './reading.ts';
import type { Rule } from './rule.ts';
import type { SeriesKind } from './series-kind.ts';

/** A series as a monitor sees it at one moment. */
export type View = {
  /** The window of so many minutes that ends now. */
  window(minutes: number): Pick<Figures, 'n' | 'p99' | 'slowerThan' | 'quality' | 'cell'>;
  /** The same, but not from before what serves now was deployed. */
  windowServed(minutes: number): Pick<Figures, 'quality' | 'cell'>;
  /** Requests and failures of such a window: of long ones far cheaper than all of it. */
  counts(minutes: number): { n: number; errors: number };
  baseline(): Baseline;
  /** Requests of the same hour one, two and three weeks before. */
  sameHourN(): readonly number[];
};

/** Windows that a monitor of quality or outcomes widens to, in minutes. */
const WIDER_MIN = [60, 180, 360] as const;

/** What a monitor of errors widens to, in minutes, where its window holds too few requests. */
const WIDER_ERRORS_MIN = 15;

/** The windows of a rule, in minutes, the shortest first. */
export function windowsOf(kind: SeriesKind, rule: Rule): number[] {
  if (kind === 'burn_rate')
    return rule.pairs.flatMap(({ longMin, shortMin }) => [shortMin, longMin]).sort((a, b) => a - b);
  if (kind === 'error_rate') return [...new Set([rule.windowMin, Math.max(rule.windowMin, WIDER_ERRORS_MIN)])];
  if (kind !== 'quality' && kind !== 'outcome') return [rule.windowMin];
  return [rule.windowMin, ...WIDER_MIN.filter((minutes) => minutes > rule.windowMin)];
}

const AGAINST_THE_PAST: readonly SeriesKind[] = ['quality', 'latency', 'outcome', 'injection'];

/** Whether the kind holds a series against its past. */
export const needsBaseline = (kind: SeriesKind, rule: Rule): boolean =>
  kind === 'metric' ? rule.against === 'baseline' : AGAINST_THE_PAST.includes(kind);

/** What a monitor of this kind and rule makes of a series. */
export function judge(kind: SeriesKind, rule: Rule, view: View): Reading {
  switch (kind) {
    case 'quality':
      return judgeQuality(
        rule,
        windowsOf(kind, rule).map((minutes) => ({ minutes, figures: view.windowServed(minutes) })),
        view.baseline(),
      );
    case 'latency':
      return judgeLatency(rule, view.window(rule.windowMin), view.baseline());
    case 'error_rate':
      return judgeErrorRate(
        rule,
        windowsOf(kind, rule).map((minutes) => ({ minutes, ...view.counts(minutes) })),
      );
    case 'burn_rate':
      return judgeBurnRate(
        rule,
        rule.pairs.map((pair) => ({ pair, long: view.counts(pair.longMin), short: view.counts(pair.shortMin) })),
      );
    case 'outcome':
      return judgeOutcome(
        rule,
        windowsOf(kind, rule).map((minutes) => ({ minutes, figures: view.windowServed(minutes) })),
        view.baseline(),
      );
    case 'telemetry_missing':
      return judgeTelemetryMissing(rule, view.counts(rule.windowMin).n, view.sameHourN());
    case 'injection':
      return judgeInjection(rule, view.counts(rule.windowMin), view.baseline());
    case 'metric':
      return judgeMetric(
        rule,
        view.window(rule.windowMin),
        isKnownMetric(rule.metric) && needsBaseline(kind, rule) ? view.baseline() : null,
      );
  }
}
