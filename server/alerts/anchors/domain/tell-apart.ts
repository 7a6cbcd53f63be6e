import type { AlertVerdict, Severity } from '#server/alerts/domain/alert.ts';
import { alertTitle, subjectOf } from '#server/alerts/domain/alert-title.ts';
import type { Rule } from '#server/alerts/domain/rule.ts';
import { isOpen, type SeriesMemory } from '#server/alerts/domain/step-monitor.ts';
import { type SeriesStep, stepSeries } from '#server/alerts/domain/step-series.ts';
import { minutesFrom, type SeriesView } from '#server/alerts/domain/traffic.ts';
import { HOUR_MS, MINUTE_MS } from '#server/platform/pure/durations.ts';
import { decideVerdict, isRevised, severityOf, type VerdictDecision } from './decide-verdict.ts';
import type { JudgeReading } from './judge-shift.ts';

/** How long a page waits for scores of anchors, in minutes: what a real drop is told later at most. */
export const HOLD_MIN = 5;
/** Production and anchors are compared over at most this time: the longest window of a quality monitor. */
const COMPARED_MS = 6 * HOUR_MS;

/** What a verdict was decided from, as it is stored with the alert. Scores 0..1, times in ms. */
export type VerdictEvidence = {
  /** Begin of the time that was compared, and of the alert's first: what the judge did before it is the reference. */
  since: number;
  firstSince: number;
  end: number;
  production: { drop: number; mean: number; n: number; logE: number | null };
  judge: JudgeReading;
  /** How the judge named itself before and since. */
  names: JudgeNames;
  left: VerdictDecision['left'];
};

/** How the judge named itself last: before the time in question, and since. */
export type JudgeNames = { before: string | null; since: string | null };

/** A verdict to be recorded. */
export type Told = { verdict: AlertVerdict; severity: Severity; title: string; evidence: VerdictEvidence };

/** What of an open alert a new verdict is held against. */
export type Standing = { verdict: AlertVerdict; firstSince: number | null };

export type Compared = { since: number; firstSince: number };

/** A step with what is known of the judge over the compared time, and the verdict that stands. */
export type Seen = {
  step: SeriesStep;
  compared: Compared;
  judge: { reading: JudgeReading; names: JudgeNames };
  standing: Standing | null;
};

/**
 * The time over which production and anchors are compared: from the begin of the window that first breached the rule, at
 * most six hours. Null where nothing is to be told. It does not depend on what the anchors score, so their e-process may
 * begin there.
 */
export function comparedTime(step: SeriesStep, standing: Standing | null, end: number): Compared | null {
  if (step.memory === null || !isOpen(step.memory)) return null;
  const begin = (step.memory.pendingFrom ?? end) - step.evidence.windowMin * MINUTE_MS;
  const firstSince = whole(standing?.firstSince ?? begin, end);
  return { firstSince, since: whole(Math.max(firstSince, end - COMPARED_MS), end) };
}

/** Before the minutes that are kept, production is known by the hour: both sides then begin with it. */
const whole = (from: number, end: number): number =>
  from < minutesFrom(end) ? Math.floor(from / HOUR_MS) * HOUR_MS : from;

/**
 * Adds to a step of a quality monitor whether the system or its judge moved. Where scores of anchors could still tell, an
 * alert that would page is not opened yet: its `for` is {@link HOLD_MIN} minutes longer. `told` is null where the verdict
 * that stands stays.
 */
export function tellApart(
  watching: { kind: 'quality'; rule: Rule; severity: Severity },
  view: SeriesView,
  given: { memory: SeriesMemory | null; now: number; end: number; isAfterPause: boolean },
  { step, compared, judge, standing }: Seen,
): SeriesStep & { told: Told | null } {
  const { rule, severity } = watching;
  const quality = view.windowSince(compared.since).quality;
  const baseline = step.memory?.baseline?.value ?? 0;
  const drop = quality === null ? 0 : baseline - quality.mean;
  const decision = decideVerdict(
    {
      ...{ drop, standardError: quality?.standardError ?? null, n: quality?.n ?? 0 },
      limit: (baseline * rule.limit) / 100,
    },
    judge.reading,
  );
  const isFired = step.emit.includes('fired');
  if (isFired && decision.isWaiting && severity === 'page') {
    const longer = { ...watching, rule: { ...rule, forMin: rule.forMin + HOLD_MIN } };
    const held = stepSeries(longer, view, given);
    if (!held.emit.includes('fired')) return { ...held, told: null };
  }
  const { verdict } = decision;
  if (!isFired && (standing === null || !isRevised(standing.verdict, verdict))) return { ...step, told: null };
  const evidence: VerdictEvidence = {
    ...{ ...compared, end: given.end, judge: judge.reading, names: judge.names, left: decision.left },
    production: { drop, mean: quality?.mean ?? 0, n: quality?.n ?? 0, logE: decision.logE },
  };
  const title =
    verdict === 'judge'
      ? judgeTitle(subjectOf(view.labels), evidence)
      : alertTitle(watching.kind, rule, step.evidence, view.labels);
  return { ...step, told: { verdict, severity: severityOf(verdict, severity), title, evidence } };
}

/** Points of 100 with their sign. */
export const points = (value: number): string =>
  `${value < 0 ? '−' : '+'}${Math.abs(Number((100 * value).toFixed(1)))}`;

function judgeTitle(subject: string, { judge, production }: VerdictEvidence): string {
  if (judge.is !== 'measured') return `The judge of ${subject} moved`;
  const [low, high] = judge.interval;
  const shift = `${points(judge.shift)} points on its anchors (95 % ${points(low)} to ${points(high)})`;
  return `The judge of ${subject} moved: ${shift}, production ${points(-production.drop)}`;
}
