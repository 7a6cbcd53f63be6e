/** One measured value. Values with the same `cluster` are not independent; with `null` a value is. `weight` > 0. */
export interface WeightedValue {
  readonly value: number;
  readonly weight: number;
  readonly cluster: string | null;
}

/** A mean with its standard error as an estimate of the population's mean. */
export interface WeightedMean {
  readonly mean: number;
  /** Standard error, cluster-robust; `null` with fewer than two independent groups. */
  readonly standardError: number | null;
  /** Independent groups: clusters, and values without one. */
  readonly groups: number;
}

/**
 * Weighted mean with its cluster-robust standard error
 * `√( Σ_g (Σ_{i∈g} w_i (x_i − x̄))² · G/(G−1) ) / Σ w`. `null` without values.
 *
 * Source: Miller 2024, "Adding Error Bars to Evals" (clustered standard errors), with the small-sample factor G/(G−1).
 */
export function weightedMean(values: readonly WeightedValue[]): WeightedMean | null {
  let weights = 0;
  let total = 0;
  for (const { value, weight } of values) {
    weights += weight;
    total += weight * value;
  }
  if (weights === 0) return null;
  const mean = total / weights;

  const clusters = new Map<string, number>();
  let squares = 0;
  let alone = 0;
  for (const { value, weight, cluster } of values) {
    const residual = weight * (value - mean);
    if (cluster === null) {
      squares += residual * residual;
      alone += 1;
    } else {
      clusters.set(cluster, (clusters.get(cluster) ?? 0) + residual);
    }
  }
  for (const residual of clusters.values()) squares += residual * residual;
  const groups = alone + clusters.size;
  const standardError = groups < 2 ? null : Math.sqrt((squares * groups) / (groups - 1)) / weights;
  return { mean, standardError, groups };
}
