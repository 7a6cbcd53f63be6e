import { distinctItems, type ScoredItem } from '#server/evals/domain/scored-item.ts';
import { mean } from '#server/stats/mean.ts';
import { quantile } from '#server/stats/quantile.ts';
import { isAbove } from '#server/stats/threshold.ts';
import { lacksTooMany } from './enough-data.ts';
import type { GateLimits } from './policy.ts';
import type { GateReason } from './reasons.ts';
import type { Verdict } from './verdict.ts';

/** One limit and what was measured against it, in US dollars an answer or in milliseconds. */
export interface LimitRow {
  readonly limit: keyof GateLimits;
  readonly max: number;
  /** `null` where nothing was measured. */
  readonly candidate: number | null;
  readonly baseline: number | null;
  /** Number of the candidate's answers with the measure, and without it. */
  readonly n: number;
  readonly missing: number;
  readonly verdict: Verdict;
  readonly reasons: readonly GateReason[];
}

interface Measure {
  readonly words: string;
  readonly unit: string;
  readonly values: (item: ScoredItem) => readonly (number | null)[] | undefined;
  readonly estimate: (values: readonly number[]) => number | null;
}

const latency = (q: number): Measure => ({
  words: `P${q * 100} latency`,
  unit: 'ms',
  values: ({ latencyMs }) => latencyMs,
  estimate: (values) => quantile(values, q),
});

const MEASURES: Readonly<Record<keyof GateLimits, Measure>> = {
  costUsdPerItemMax: {
    words: 'cost per item',
    unit: 'US dollars',
    values: ({ costUsd }) => costUsd,
    estimate: (values) => (values.length === 0 ? null : mean(values)),
  },
  latencyMsP50Max: latency(0.5),
  latencyMsP95Max: latency(0.95),
  latencyMsP99Max: latency(0.99),
};

/**
 * Judges a candidate's run against the limits that are set, each by its point estimate over all answers (quantiles of
 * type 7). A measure that the run lacks, or has for too few answers, is inconclusive: an unknown figure is never within
 * a limit.
 */
export function decideLimits(
  dataset: string,
  limits: GateLimits,
  candidate: readonly ScoredItem[],
  baseline: readonly ScoredItem[] | null,
): LimitRow[] {
  return (Object.keys(MEASURES) as (keyof GateLimits)[]).flatMap((limit) => {
    const max = limits[limit];
    return max === null ? [] : [decideLimit(dataset, limit, max, candidate, baseline)];
  });
}

function decideLimit(
  dataset: string,
  limit: keyof GateLimits,
  max: number,
  candidate: readonly ScoredItem[],
  baseline: readonly ScoredItem[] | null,
): LimitRow {
  const { words, unit, estimate } = MEASURES[limit];
  const { known, missing } = measured(limit, candidate);
  const found = estimate(known);
  const row = {
    limit,
    max,
    candidate: found,
    baseline: baseline === null ? null : estimate(measured(limit, baseline).known),
    n: known.length,
    missing,
  };
  const reason = (code: GateReason['code'], verdict: GateReason['verdict'], sentence: string): LimitRow => {
    return { ...row, verdict, reasons: [{ code, verdict, dataset, category: null, sentence }] };
  };
  if (found === null || lacksTooMany(missing, known.length + missing)) {
    const how = `${missing} of ${known.length + missing} answers of the candidate on ${dataset} have no ${words}`;
    return reason('limit_unmeasured', 'inconclusive', `${how}, which ${limit} needs: import it with the results.`);
  }
  if (isAbove(found, max)) {
    const figures = `${Number(found.toPrecision(6))} ${unit}, the limit ${limit} is ${max}`;
    return reason('over_limit', 'fail', `The candidate's ${words} on ${dataset} is ${figures}.`);
  }
  return { ...row, verdict: 'pass', reasons: [] };
}

/** Items that were not answered at all are left out here, because they count as unresolved. */
function measured(limit: keyof GateLimits, run: readonly ScoredItem[]): { known: number[]; missing: number } {
  const known: number[] = [];
  let missing = 0;
  for (const item of distinctItems(run).items.values()) {
    const values = MEASURES[limit].values(item) ?? [];
    const usable = values.filter((value): value is number => value !== null && Number.isFinite(value) && value >= 0);
    known.push(...usable);
    missing += Math.max(item.scores.length, values.length) - usable.length;
  }
  return { known, missing };
}
