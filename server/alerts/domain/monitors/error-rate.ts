import type { Figures } from '#server/alerts/domain/figures.ts';
import type { Reading } from '#server/alerts/domain/reading.ts';
import type { Rule } from '#server/alerts/domain/rule.ts';
import { binomialTail } from '#server/stats/binomial-tail.ts';
import { isAbove, isBelow } from '#server/stats/threshold.ts';
import { wilsonInterval } from '#server/stats/wilson.ts';

export type ErrorWindow = Pick<Figures, 'n' | 'errors'> & { minutes: number };

/**
 * Errors above `limit` percent of requests. The chance of that many errors where the true rate is only just the limit must
 * be below `p`, so that one failed request at night is no alert. The shortest window with `minSamples` requests decides. Which failures `errors` are, the rule's `count` says.
 */
export function judgeErrorRate(rule: Rule, windows: readonly ErrorWindow[]): Reading {
  const needed = rule.literal ? 1 : rule.minSamples;
  const decides = windows.find(({ n }) => n >= needed) ?? windows.at(-1);
  const { n, errors, minutes } = decides ?? { n: 0, errors: 0, minutes: rule.windowMin };
  const value = n === 0 ? null : (100 * errors) / n;
  const evidence = { method: 'errors of requests, binomial tail', value, limit: rule.limit, n, needed };
  const base = { ...evidence, windowMin: minutes };
  if (value === null) return { is: 'nothing', evidence: base };
  if (n < needed) return { is: 'too_few', evidence: base };
  if (!isAbove(value, rule.limit)) {
    return { is: 'measured', breaches: false, isClear: isBelow(value, rule.clear), evidence: base };
  }
  const p = binomialTail({ successes: errors, n }, rule.limit / 100);
  const [low, high] = wilsonInterval({ successes: errors, n }) ?? [0, 1];
  return {
    ...{ is: 'measured', breaches: rule.literal || rule.p === null || p < rule.p, isClear: false },
    evidence: { ...base, p, interval: [100 * low, 100 * high] },
  };
}
