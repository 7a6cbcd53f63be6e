import type { Figures } from '#server/alerts/domain/figures.ts';
import type { Evidence, Reading } from '#server/alerts/domain/reading.ts';
import type { BurnPair, Rule } from '#server/alerts/domain/rule.ts';
import { binomialTail } from '#server/stats/binomial-tail.ts';
import { isAbove } from '#server/stats/threshold.ts';

type Counts = Pick<Figures, 'n' | 'errors'>;

/** Both windows of a pair. */
export type BurnWindows = { pair: BurnPair; long: Counts; short: Counts };

/** Share of failed requests (0..1) at which a budget of `100 − targetPercent` percent burns `factor` times too fast. */
export const burnThreshold = (targetPercent: number, factor: number): number => (factor * (100 - targetPercent)) / 100;

/** Share of a budget of `days` days that is gone when a pair of that factor has burned for its long window. */
export const budgetSpent = ({ longMin, factor }: BurnPair, days = 30): number => (longMin * factor) / (days * 1440);

/** Minutes until a pair fires where `errorShare` (0..1) of requests fail from now on, after none did. */
export const minutesToFire = ({ longMin, factor }: BurnPair, targetPercent: number, errorShare: number): number =>
  (longMin * burnThreshold(targetPercent, factor)) / errorShare;

const shareOf = ({ n, errors }: Counts): number => (n === 0 ? 0 : errors / n);

/**
 * The error budget burns too fast: in one of the pairs, both the long and the short window are above what the factor
 * allows, and the long one is not so by luck (`p`; of a long window that is k times as long as the shortest one, `p` / k). The short window ends an alert soon after the fault ends.
 */
export function judgeBurnRate(rule: Rule, windows: readonly BurnWindows[]): Reading {
  const needed = rule.literal ? 1 : rule.minSamples;
  const shortest = Math.min(...windows.map(({ pair }) => pair.longMin));
  const judged = windows.map(({ pair, long, short }) => {
    // A lucky hour stays in sight for the length of its window: of a longer one luck must be that much less likely.
    const pMax = rule.p === null ? null : (rule.p * shortest) / pair.longMin;
    const threshold = burnThreshold(rule.limit, pair.factor);
    const isHot = isAbove(shareOf(long), threshold) && isAbove(shareOf(short), threshold);
    const p = isHot ? binomialTail({ successes: long.errors, n: long.n }, threshold) : 1;
    const isEnough = long.n >= needed;
    const breaches = isHot && isEnough && (rule.literal || pMax === null || p < pMax);
    const evidence: Evidence = {
      ...{ method: 'error budget, two windows', value: 100 * shareOf(long), limit: 100 * threshold, n: long.n, needed },
      ...{ windowMin: pair.longMin, p, measured: 100 * shareOf(short) },
      allowed: 100 - rule.limit,
      window: `${pair.factor} times over ${pair.longMin} and ${pair.shortMin} minutes`,
    };
    return { breaches, isEnough, isCool: !isAbove(shareOf(short), threshold), evidence, n: long.n };
  });
  const shown = judged.find(({ breaches }) => breaches) ?? judged[0];
  const evidence: Evidence = shown?.evidence ?? {
    ...{ method: 'error budget, two windows', value: null, limit: rule.limit, n: 0, needed, windowMin: 0 },
  };
  if (shown === undefined || judged.every(({ n }) => n === 0)) return { is: 'nothing', evidence };
  if (judged.every(({ isEnough }) => !isEnough)) return { is: 'too_few', evidence };
  return { is: 'measured', breaches: shown.breaches, isClear: judged.every(({ isCool }) => isCool), evidence };
}
