import type { JumpKind } from '#server/cost/domain/spend-jumps.ts';

/** What a reading was decided from, as it is stored with an alert. Times in ms, values in the unit of the kind. */
export type Evidence = {
  method: string;
  /** The value that was held against the limit. */
  value: number | null;
  limit: number;
  /** How many values the window held, and how many are needed. */
  n: number;
  needed: number;
  /** What was measured, in its own unit, before it was compared with a baseline. */
  measured?: number | null;
  baseline?: number | null;
  baselineN?: number;
  baselineFrom?: BaselineSource;
  /** 95 % interval of `value`. */
  interval?: readonly [number, number] | null;
  /** Chance of such a window where the limit is only just kept. */
  p?: number | null;
  windowMin: number;
  /** The window that decided where several were held against the rule. */
  window?: string;
  /** Of an error budget: the percent of requests that its target allows to fail. */
  allowed?: number;
  /** Of drift: counts of both windows in bins `[from, to)`, so that the picture can be drawn again. */
  histogram?: readonly { from: number; to: number | null; reference: number; now: number }[];
  /** Of a condition: what its sentence names beside the figures. */
  about?: ConditionFacts;
};

/** What a condition that another feature found is about, as it was called when it was found. */
export type ConditionFacts = {
  name?: string;
  /** UTC: `2026-11-26`; of a budget the month, `2026-11`. */
  day?: string;
  /** Of a jump: whether dollars of a user, a key or a service jumped, or tokens a request of a prompt. */
  jump?: JumpKind;
  /** Days before, of which the usual value is the median. */
  daysBefore?: number;
  /** The first five places that it concerns, `search/answer in production`; how many more there are. */
  places?: readonly string[];
  more?: number;
  /** The model that is named instead. */
  replacement?: string | null;
  /** Who did it, and why. */
  by?: string;
  reason?: string | null;
};

/** Where the value that a series is compared with comes from. */
export type BaselineSource = 'same_hours' | 'trailing_day' | 'same_hours_together' | 'pinned' | 'missing';

/** One look at one series. `nothing`: no traffic at all; `too_few`: less than the evidence that the rule asks for. */
export type Reading =
  | { is: 'measured'; breaches: boolean; isClear: boolean; evidence: Evidence }
  | { is: 'nothing' | 'too_few' | 'baseline_missing'; evidence: Evidence };

/** What the past of a series says: null where it says nothing. */
export type Baseline = { value: number; n: number; from: Exclude<BaselineSource, 'missing'> } | null;
