import type { CellMetric } from '#server/telemetry/query/domain/metric-name.ts';
import type { ErrorCount } from './error-count.ts';

/** What a monitor's series may be grouped by: dimensions that the rollups hold. */
export const RULE_GROUPINGS = ['prompt', 'version', 'model', 'environment', 'service'] as const;
export type RuleGrouping = (typeof RULE_GROUPINGS)[number];

/** Which traffic a monitor watches; absent = all. Every name is matched as a whole. */
export type RuleFilter = {
  environment?: string;
  prompt?: string;
  version?: number;
  /** `provider/id`. */
  model?: string;
  service?: string;
};

/** One pair of burn-rate windows, in minutes: both must burn faster than `factor` times what the target allows. */
export type BurnPair = { longMin: number; shortMin: number; factor: number };

/**
 * What a monitor of a series decides by. `limit` and `clear` have the unit of the kind:
 *
 * | kind | unit of `limit` and `clear` |
 * | --- | --- |
 * | quality | percent below the baseline |
 * | latency | times the baseline P99 |
 * | error_rate | percent of requests |
 * | injection | percent of scanned requests |
 * | burn_rate | target in percent of good requests (`clear` is not used) |
 * | outcome | times the baseline share of failed outcomes |
 * | telemetry_missing | requests of the same hour in the weeks before |
 * | metric | of the metric itself; times the baseline where `against` is `baseline` |
 */
export type Rule = {
  filter: RuleFilter;
  groupBy: readonly RuleGrouping[];
  limit: number;
  /** Where a firing series becomes good again: on the good side of `limit`. */
  clear: number;
  windowMin: number;
  /** How long the condition must hold; 0 fires at once. */
  forMin: number;
  /** How long a series must be good until its alert resolves. */
  clearForMin: number;
  /** With fewer values in the window nothing is decided. */
  minSamples: number;
  /** Least surprise: chance below which the condition is not put down to luck; null: not tested. */
  p: number | null;
  /** The bare threshold: `minSamples` and `p` are off. */
  literal: boolean;
  /** Taken where the past has too few values; null: such a series is not judged. */
  pinned: number | null;
  /** Of the kind `metric`. */
  metric: CellMetric | null;
  direction: 'above' | 'below';
  against: 'fixed' | 'baseline';
  /** Of the kinds `error_rate` and `burn_rate`; rules of before it was a choice have none, and count all. */
  count: ErrorCount;
  /** Of the kind `burn_rate`. */
  pairs: readonly BurnPair[];
};

const BARE: Rule = {
  ...{ filter: {}, groupBy: ['prompt', 'environment'], limit: 1, clear: 1, windowMin: 10, forMin: 0, clearForMin: 10 },
  ...{ minSamples: 1, p: null, literal: false, pinned: null, metric: null, direction: 'above', against: 'fixed' },
  ...{ count: 'all', pairs: [] },
};

/** A rule with the rest as a monitor begins with it. */
export const ruleWith = (rule: Partial<Rule>): Rule => ({ ...BARE, ...rule });
