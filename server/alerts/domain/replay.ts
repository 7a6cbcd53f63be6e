import { HOUR_MS, MINUTE_MS } from '#server/platform/pure/durations.ts';
import { quantile } from '#server/stats/quantile.ts';
import { highestUsual, shareLimit } from './monitors/outcome.ts';
import type { Evidence } from './reading.ts';
import type { Rule } from './rule.ts';
import type { SeriesKind } from './series-kind.ts';
import { isOpen, type SeriesMemory } from './step-monitor.ts';
import { stepSeries } from './step-series.ts';
import type { Labels, SeriesView } from './traffic.ts';

/** One time that a rule would have fired. Times in ms. */
export type PastFiring = {
  at: number;
  /** Null: it still fires at the end. */
  until: number | null;
  impactStart: number | null;
  title: string;
  evidence: Evidence;
  labels: Labels;
};

/** Where one series of one rule stands in a replay. */
export class Replay {
  readonly #watching: { kind: SeriesKind; rule: Rule };
  readonly #lagMs: number;
  #memory: SeriesMemory | null = null;
  readonly firings: PastFiring[] = [];

  constructor(watching: { kind: SeriesKind; rule: Rule }, lagMs: number) {
    this.#watching = watching;
    this.#lagMs = lagMs;
  }

  /** The same step as the evaluation makes, over a window that ends at `end`. */
  step(view: SeriesView, end: number): Evidence {
    const now = end + this.#lagMs;
    const wasOpen = this.#memory !== null && isOpen(this.#memory);
    const step = stepSeries(this.#watching, view, { memory: this.#memory, now, end, isAfterPause: false });
    this.#memory = step.memory;
    const open = step.memory !== null && isOpen(step.memory);
    if (open && !wasOpen) {
      const { title, evidence, impactStart } = step;
      this.firings.push({ at: now, until: null, impactStart, title, evidence, labels: view.labels });
    }
    const last = this.firings.at(-1);
    if (!open && wasOpen && last !== undefined) last.until = now;
    return step.evidence;
  }
}

/** The line that `measured` must not cross, in its own unit; null where there is none. */
export function lineOf(
  kind: SeriesKind,
  rule: Rule,
  { baseline = null, baselineN = 0, limit }: Evidence,
): number | null {
  if (kind === 'quality') return baseline === null ? null : baseline * (1 - rule.limit / 100);
  if (kind === 'outcome') {
    const usual = baseline === null ? null : highestUsual({ value: baseline, n: baselineN, from: 'same_hours' });
    return usual === null ? null : shareLimit(usual, rule.limit);
  }
  if (kind === 'latency' || (kind === 'metric' && rule.against === 'baseline')) {
    return baseline === null ? null : baseline * rule.limit;
  }
  return kind === 'telemetry_missing' ? null : limit;
}

export type Variant = { label: string; isThis: boolean; rule: Rule };

/** The rule, and what it would be with a closer limit, a longer window and a wider limit. */
export function variantsOf(kind: SeriesKind, rule: Rule): Variant[] {
  const mine: Variant = { label: 'this rule', isThis: true, rule };
  if (kind === 'burn_rate' || kind === 'telemetry_missing') return [mine];
  // Around what is usual: once the baseline, or nothing.
  const usual = kind === 'latency' || kind === 'outcome' || (kind === 'metric' && rule.against === 'baseline') ? 1 : 0;
  const scaled = (value: number, by: number) => Number((usual + (value - usual) * by).toPrecision(3));
  const other = (by: number): Variant => {
    const changed = { ...rule, limit: scaled(rule.limit, by), clear: scaled(rule.clear, by) };
    return { label: `limit ${changed.limit}`, isThis: false, rule: changed };
  };
  const windowMin = Math.min(60, rule.windowMin * 2);
  const longer: Variant[] =
    windowMin === rule.windowMin
      ? []
      : [{ label: `over ${windowMin} min`, isThis: false, rule: { ...rule, windowMin } }];
  return [other(0.6), mine, ...longer, other(1.6)];
}

/** A roll back or an incident: what shows that a firing was real. */
export type Consequence = { at: number; prompt: string | null };

export type Costs = {
  fired: number;
  real: number;
  /** Firings that nothing followed, a week; and how many of them came between 22:00 and 07:00 UTC. */
  noisePerWeek: number;
  atNight: number;
  /** Median minutes from the first bad minute, of all firings that have one. */
  foundAfterMin: number | null;
};

/** Within this time a roll back or an incident belongs to a firing. */
const FOLLOWS_MS = 24 * HOUR_MS;

/** Whether somebody acted on a firing, or it still fires. */
export const isReal = ({ at, until, impactStart, labels }: PastFiring, after: readonly Consequence[]): boolean =>
  until === null ||
  after.some(
    (one) =>
      one.at >= (impactStart ?? at) &&
      one.at <= at + FOLLOWS_MS &&
      (one.prompt === null || labels.prompt === undefined || one.prompt === labels.prompt),
  );

/** What a rule costs in noise and how soon it finds. */
export function costsOf(firings: readonly PastFiring[], after: readonly Consequence[], days: number): Costs {
  const noise = firings.filter((one) => !isReal(one, after));
  const hourOf = (ms: number) => new Date(ms).getUTCHours();
  const found = firings.flatMap(({ at, impactStart }) =>
    impactStart === null ? [] : [(at - impactStart) / MINUTE_MS],
  );
  return {
    fired: firings.length,
    real: firings.length - noise.length,
    noisePerWeek: (noise.length * 7) / days,
    atNight: noise.filter(({ at }) => hourOf(at) >= 22 || hourOf(at) < 7).length,
    foundAfterMin: quantile(found, 0.5),
  };
}
