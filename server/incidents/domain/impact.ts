import type { Interval } from '#server/stats/interval.ts';
import { newcombeDifference } from '#server/stats/newcombe-paired.ts';
import { tInterval } from '#server/stats/t-interval.ts';

/** What one minute of the scope had. Dollars; quality sums to `qualityN` scores. */
export type TrafficMinute = {
  n: number;
  errors: number;
  costUsd: number;
  costN: number;
  outcomeN: number;
  outcomeOk: number;
};

export type QualityMean = { mean: number; low: number | null; high: number | null; n: number };
export type Traffic = { minutes: readonly TrafficMinute[]; quality: QualityMean | null };

export type Estimate = { value: number; interval: Interval | null };

export type Impact = {
  requests: number;
  failedRequests: number;
  /** Failures more than before, of all requests: the difference of both rates × requests. */
  excessFailures: Estimate | null;
  outcomes: number;
  failedOutcomes: number;
  excessFailedOutcomes: Estimate | null;
  /** Dollars more than the same number of requests cost before. */
  extraCostUsd: Estimate | null;
  /** Difference of mean scores, −1..1. */
  quality: Estimate | null;
  /** Requests of the time before that it is compared with. */
  baselineRequests: number;
};

const sum = (minutes: readonly TrafficMinute[], of: (minute: TrafficMinute) => number): number =>
  minutes.reduce((total, minute) => total + of(minute), 0);

/**
 * What an incident cost, beside the time before it. Every difference has a 95 % interval: rates by Newcombe's hybrid score,
 * the cost of a request from the spread of its minutes, quality from its clusters; the two sides are combined as Newcombe
 * does (MOVER). Null where either side knows nothing: unknown is not 0.
 */
export function impactOf(during: Traffic, before: Traffic): Impact {
  const of = ({ minutes }: Traffic) => ({
    n: sum(minutes, ({ n }) => n),
    errors: sum(minutes, ({ errors }) => errors),
    outcomeN: sum(minutes, ({ outcomeN }) => outcomeN),
    outcomeFailed: sum(minutes, ({ outcomeN, outcomeOk }) => outcomeN - outcomeOk),
  });
  const [now, then] = [of(during), of(before)];
  return {
    requests: now.n,
    failedRequests: now.errors,
    excessFailures: excess({ k: now.errors, n: now.n }, { k: then.errors, n: then.n }),
    outcomes: now.outcomeN,
    failedOutcomes: now.outcomeFailed,
    excessFailedOutcomes: excess(
      { k: now.outcomeFailed, n: now.outcomeN },
      { k: then.outcomeFailed, n: then.outcomeN },
    ),
    extraCostUsd: inNanoDollars(
      scaled(
        mover(costPerRequest(during.minutes), costPerRequest(before.minutes)),
        sum(during.minutes, ({ costN }) => costN),
      ),
    ),
    quality: mover(bounded(during.quality), bounded(before.quality)),
    baselineRequests: then.n,
  };
}

function excess(now: { k: number; n: number }, then: { k: number; n: number }): Estimate | null {
  const found = newcombeDifference({ successes: now.k, n: now.n }, { successes: then.k, n: then.n });
  return found === null ? null : scaled({ value: found.difference, interval: found.interval }, now.n);
}

const scaled = (estimate: Estimate | null, by: number): Estimate | null =>
  estimate === null
    ? null
    : {
        value: estimate.value * by,
        interval: estimate.interval && [estimate.interval[0] * by, estimate.interval[1] * by],
      };

/** Costs are kept in 10⁻⁹ dollars: what is finer is rounding of floats, and would be shown as a cost. */
const inNanoDollars = (estimate: Estimate | null): Estimate | null => {
  const round = (usd: number): number => Math.round(usd * 1e9) / 1e9 + 0;
  return (
    estimate && {
      value: round(estimate.value),
      interval: estimate.interval && [round(estimate.interval[0]), round(estimate.interval[1])],
    }
  );
};

const bounded = (mean: QualityMean | null): Estimate | null =>
  mean === null
    ? null
    : { value: mean.mean, interval: mean.low === null || mean.high === null ? null : [mean.low, mean.high] };

/** Difference `now − then` of two estimates of independent samples. No interval where either has none. */
function mover(now: Estimate | null, then: Estimate | null): Estimate | null {
  if (now === null || then === null) return null;
  const value = now.value - then.value;
  if (now.interval === null || then.interval === null) return { value, interval: null };
  const low = value - Math.hypot(now.value - now.interval[0], then.interval[1] - then.value);
  const high = value + Math.hypot(now.interval[1] - now.value, then.value - then.interval[0]);
  return { value, interval: [low, high] };
}

/** Cost of a request of known cost; the minutes are its clusters, because requests of one minute resemble each other. */
function costPerRequest(minutes: readonly TrafficMinute[]): Estimate | null {
  const known = minutes.filter(({ costN }) => costN > 0);
  const n = sum(known, ({ costN }) => costN);
  if (n === 0) return null;
  const value = sum(known, ({ costUsd }) => costUsd) / n;
  if (known.length < 2) return { value, interval: null };
  const squares = known.reduce((total, { costUsd, costN }) => total + (costUsd - costN * value) ** 2, 0);
  const error = Math.sqrt((squares * known.length) / (known.length - 1)) / n;
  return { value, interval: tInterval(value, error, known.length - 1) };
}
