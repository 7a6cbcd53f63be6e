import type { Figures } from '#server/alerts/domain/figures.ts';
import type { Baseline, Evidence, Reading } from '#server/alerts/domain/reading.ts';
import type { Rule } from '#server/alerts/domain/rule.ts';
import { binomialTail } from '#server/stats/binomial-tail.ts';
import { isAbove, isBelow } from '#server/stats/threshold.ts';

/** Of requests that are as fast as before, this share is slower than the P99. */
const SHARE = 0.01;

/**
 * P99 above `limit` times its baseline, decided by how many requests were slower than that: more than 1 % of them, and so
 * many that chance alone gives it with less than `p`. A quantile by itself jumps with single requests.
 */
export function judgeLatency(
  rule: Rule,
  figures: Pick<Figures, 'n' | 'p99' | 'slowerThan'>,
  baseline: Baseline,
): Reading {
  const base: Evidence = {
    ...{ method: 'requests slower than the limit, binomial tail vs 1 %', limit: rule.limit, windowMin: rule.windowMin },
    ...{ needed: rule.literal ? 1 : rule.minSamples, measured: figures.p99, value: null, n: 0 },
    ...{ baseline: baseline?.value ?? null, baselineN: baseline?.n ?? 0, baselineFrom: baseline?.from ?? 'missing' },
  };
  if (figures.p99 === null) return { is: 'nothing', evidence: base };
  if (baseline === null || baseline.value <= 0) return { is: 'baseline_missing', evidence: { ...base, n: figures.n } };
  const { over, n } = figures.slowerThan(rule.limit * baseline.value);
  const value = figures.p99 / baseline.value;
  const evidence = { ...base, n, value };
  if (n < base.needed) return { is: 'too_few', evidence };
  const isClear = isBelow(value, rule.clear);
  if (rule.literal || rule.p === null) {
    return { is: 'measured', breaches: isAbove(value, rule.limit), isClear, evidence };
  }
  const isOver = isAbove(over / n, SHARE);
  const p = isOver ? binomialTail({ successes: over, n }, SHARE) : 1;
  return { is: 'measured', breaches: isOver && p < rule.p, isClear, evidence: { ...evidence, p } };
}
