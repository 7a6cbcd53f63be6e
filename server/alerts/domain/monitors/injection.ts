import type { Figures } from '#server/alerts/domain/figures.ts';
import type { Baseline, Reading } from '#server/alerts/domain/reading.ts';
import type { Rule } from '#server/alerts/domain/rule.ts';
import { binomialTail } from '#server/stats/binomial-tail.ts';
import { isAbove, isBelow } from '#server/stats/threshold.ts';
import { wilsonInterval } from '#server/stats/wilson.ts';

/** So many times the usual share may be found before it is more than usual. */
const TIMES_USUAL = 2;

/**
 * Requests with signals of prompt injection: more than `limit` percent of those that were scanned, and more than twice what
 * is usual there, which is high where people write about such attacks. The chance of that many where the true share is only
 * just that must be below `p`. Where the past is too short the limit alone decides: an attack on a new prompt is found.
 * `n` counts scanned requests, `errors` those that are counted; with nothing scanned nothing is known.
 */
export function judgeInjection(
  rule: Rule,
  { n, errors: found }: Pick<Figures, 'n' | 'errors'>,
  baseline: Baseline,
): Reading {
  const needed = rule.literal ? 1 : rule.minSamples;
  const limit = rule.literal ? rule.limit : Math.max(rule.limit, TIMES_USUAL * (baseline?.value ?? 0));
  const value = n === 0 ? null : (100 * found) / n;
  const base = {
    ...{ method: 'requests with signals of those scanned, binomial tail', value, measured: value, limit, n, needed },
    ...{
      baseline: baseline?.value ?? null,
      baselineN: baseline?.n ?? 0,
      baselineFrom: baseline?.from ?? ('missing' as const),
    },
    windowMin: rule.windowMin,
  };
  if (value === null) return { is: 'nothing', evidence: base };
  if (n < needed) return { is: 'too_few', evidence: base };
  if (!isAbove(value, limit)) {
    const clear = rule.limit > 0 ? (limit * rule.clear) / rule.limit : rule.clear;
    return { is: 'measured', breaches: false, isClear: isBelow(value, clear) || found === 0, evidence: base };
  }
  const p = binomialTail({ successes: found, n }, Math.min(1, limit / 100));
  const [low, high] = wilsonInterval({ successes: found, n }) ?? [0, 1];
  return {
    ...{ is: 'measured', breaches: rule.literal || rule.p === null || p < rule.p, isClear: false },
    evidence: { ...base, p, interval: [100 * low, 100 * high] },
  };
}
