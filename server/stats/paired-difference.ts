import { mean } from './mean.ts';
import { type WeightedMean, weightedMean } from './weighted-mean.ts';

/** One item scored on both sides. Scores are 0..1, one a repeat, at least one a side; `weight` > 0. */
export interface Pair {
  readonly first: readonly number[];
  readonly second: readonly number[];
  readonly weight: number;
  readonly cluster: string | null;
}

/** The estimate of `first − second` from the pairs; standard errors in score points (0..1). */
export interface PairedDifference {
  readonly difference: WeightedMean;
  /** Standard error that also generalises to items not in the set; `null` with fewer than two independent groups. */
  readonly sePop: number | null;
  /** Standard error of answering the same items again; `null` where a side of any item was answered only once. */
  readonly seGen: number | null;
}

/**
 * Weighted mean of the per-item differences `mean(first) − mean(second)` with both standard errors:
 * `SE_pop` cluster-robust over the items, `SE_gen = √( Σ w_i² (s²_first,i/k + s²_second,i/k) ) / Σ w` from repeats.
 * `null` without pairs.
 *
 * Source: Miller 2024, "Adding Error Bars to Evals": paired differences, clustering, resampling.
 */
export function pairedDifference(pairs: readonly Pair[]): PairedDifference | null {
  const difference = weightedMean(
    pairs.map(({ first, second, weight, cluster }) => ({ value: mean(first) - mean(second), weight, cluster })),
  );
  if (difference === null) return null;
  return { difference, sePop: difference.standardError, seGen: generationError(pairs) };
}

function generationError(pairs: readonly Pair[]): number | null {
  let weights = 0;
  let variance = 0;
  for (const { first, second, weight } of pairs) {
    if (first.length < 2 || second.length < 2) return null;
    weights += weight;
    variance += weight * weight * (sampleVariance(first) / first.length + sampleVariance(second) / second.length);
  }
  return Math.sqrt(variance) / weights;
}

function sampleVariance(values: readonly number[]): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}
