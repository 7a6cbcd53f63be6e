import { normalQuantile } from './normal.ts';

/**
 * Paired items needed to detect a mean difference of `delta` when the per-item differences have variance `variance`: `n
 * = (z_{1−alpha} + z_power)² · variance / delta²`, rounded up, one-sided. `null` where `delta` is not above 0: no
 * number of items proves a margin of 0.
 *
 * Source: Miller 2024, "Adding Error Bars to Evals", sample size of a paired comparison.
 */
export function pairedItemsNeeded(delta: number, variance: number, alpha = 0.05, power = 0.8): number | null {
  if (!(delta > 0)) return null;
  const z = normalQuantile(1 - alpha) + normalQuantile(power);
  return Math.ceil((z * z * variance) / (delta * delta));
}

/**
 * The largest true loss (0..1) that remains possible where none of `n` ≥ 1 items got worse, one-sided at `1 − alpha`:
 * `1 − alpha^(1/n)`. The exact form of the "rule of three".
 */
export function lossHiddenByNoFlips(n: number, alpha = 0.05): number {
  return 1 - alpha ** (1 / n);
}
