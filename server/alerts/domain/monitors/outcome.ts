import type { Figures } from '#server/alerts/domain/figures.ts';
import type { Baseline, Evidence, Reading } from '#server/alerts/domain/reading.ts';
import type { Rule } from '#server/alerts/domain/rule.ts';
import { binomialTail } from '#server/stats/binomial-tail.ts';
import { isAbove, isBelow } from '#server/stats/threshold.ts';
import { wilsonInterval } from '#server/stats/wilson.ts';

export type OutcomeWindow = { minutes: number; figures: Pick<Figures, 'cell'> };

/**
 * The share (0..1) above which failures are too many: `times` the usual share, and never more than half of the tasks that
 * used to succeed, so that a series that mostly fails can still get worse.
 */
export const shareLimit = (usual: number, times: number): number => Math.min(times * usual, (1 + usual) / 2);

/** The usual share as high as its own values allow (95 %): a past of few failures must not look better than it was. */
export function highestUsual({ value, n }: NonNullable<Baseline>): number {
  return n === 0 ? value : (wilsonInterval({ successes: value * n, n })?.[1] ?? value);
}

/**
 * Failed outcomes of tasks whose outcome is known, above `limit` times their usual share, and so many that chance gives them
 * with less than `p` where the share is only just the limit. What is usual counts as high as its own values allow. Outcomes arrive late, so the shortest window with `minSamples`
 * of them decides.
 */
export function judgeOutcome(rule: Rule, windows: readonly OutcomeWindow[], baseline: Baseline): Reading {
  const needed = rule.literal ? 1 : rule.minSamples;
  const decides = windows.find(({ figures }) => figures.cell.outcomeN >= needed) ?? windows.at(-1);
  const { outcomeN: n, outcomeOk } = decides?.figures.cell ?? { outcomeN: 0, outcomeOk: 0 };
  const failed = n - outcomeOk;
  const evidence: Evidence = {
    ...{ method: 'failed outcomes against the baseline, binomial tail', value: null, limit: rule.limit, n, needed },
    ...{ measured: n === 0 ? null : failed / n, windowMin: decides?.minutes ?? rule.windowMin },
    ...{ baseline: baseline?.value ?? null, baselineN: baseline?.n ?? 0, baselineFrom: baseline?.from ?? 'missing' },
  };
  if (n === 0) return { is: 'nothing', evidence };
  if (baseline === null) return { is: 'baseline_missing', evidence };
  const value = failed / n / baseline.value;
  if (n < needed) return { is: 'too_few', evidence: { ...evidence, value } };
  const usual = rule.literal ? baseline.value : highestUsual(baseline);
  const [share, limit] = [failed / n, shareLimit(usual, rule.limit)];
  const isClear = isBelow(share, shareLimit(usual, rule.clear));
  if (!isAbove(share, limit)) {
    return { is: 'measured', breaches: false, isClear, evidence: { ...evidence, value } };
  }
  const p = binomialTail({ successes: failed, n }, limit);
  const [low, high] = wilsonInterval({ successes: failed, n }) ?? [0, 1];
  const interval = [low / baseline.value, high / baseline.value] as const;
  return {
    ...{ is: 'measured', breaches: rule.literal || rule.p === null || p < rule.p, isClear },
    evidence: { ...evidence, value, p, interval },
  };
}
