import type { Figures } from '#server/alerts/domain/figures.ts';
import { isKnownMetric } from '#server/alerts/domain/not-measured.ts';
import type { Baseline, Reading } from '#server/alerts/domain/reading.ts';
import type { Rule } from '#server/alerts/domain/rule.ts';
import { isAbove, isBelow } from '#server/stats/threshold.ts';
import { metricValue } from '#server/telemetry/query/domain/metric.ts';

/**
 * Any metric above or below a limit: fixed, or times its baseline. `minSamples` counts requests; chance is not tested,
 * because sums such as cost have no distribution that is known beforehand. A metric that no longer exists measures nothing.
 */
export function judgeMetric(rule: Rule, figures: Pick<Figures, 'n' | 'cell'>, baseline: Baseline): Reading {
  const needed = rule.literal ? 1 : rule.minSamples;
  const measured = isKnownMetric(rule.metric) ? metricValue(rule.metric, figures.cell) : null;
  const base = {
    ...{ method: rule.metric ?? 'no metric', limit: rule.limit, n: figures.n, needed, windowMin: rule.windowMin },
    ...{ measured, value: null },
    ...(rule.against === 'fixed'
      ? {}
      : {
          ...{ baseline: baseline?.value ?? null, baselineN: baseline?.n ?? 0 },
          baselineFrom: baseline?.from ?? ('missing' as const),
        }),
  };
  if (!isKnownMetric(rule.metric) || (figures.n === 0 && rule.metric !== 'requests'))
    return { is: 'nothing', evidence: base };
  if (rule.against === 'baseline' && (baseline === null || baseline.value <= 0)) {
    return { is: 'baseline_missing', evidence: base };
  }
  if (measured === null || figures.n < needed) return { is: 'too_few', evidence: base };
  const value = rule.against === 'baseline' && baseline !== null ? measured / baseline.value : measured;
  const isUp = rule.direction === 'above';
  return {
    is: 'measured',
    breaches: isUp ? isAbove(value, rule.limit) : isBelow(value, rule.limit),
    isClear: isUp ? isBelow(value, rule.clear) : isAbove(value, rule.clear),
    evidence: { ...base, value },
  };
}
