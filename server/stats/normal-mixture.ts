import type { Interval } from './interval.ts';

/**
 * The ρ (ρ > 0) of a normal mixture whose two-sided interval at `1 − alpha` is about the narrowest after `plannedN`
 * observations. Which N is planned changes the width, never the validity.
 */
export const mixtureRho = (alpha: number, plannedN: number): number =>
  Math.sqrt((-2 * Math.log(alpha) + Math.log(-2 * Math.log(alpha) + 1)) / plannedN);

/**
 * Natural logarithm of the e-value of a mean of `n` ≥ 1 observations that lies `z` standard errors from its null value:
 * `z²·nρ²/(2(nρ²+1)) − ½·ln(nρ²+1)`. While the null holds, the chance that it ever reaches `ln(1/α)` is at most α, however
 * often one looks (Ville); with an estimated standard error that holds in the limit of many observations.
 *
 * Source: Robbins 1970; Waudby-Smith et al. 2021 (arXiv 2103.06476), the normal mixture on the scale of the sum. A mixture
 * of constant variance on the z-scale is no martingale.
 */
export function logMixtureE({ z, n, rho }: { z: number; n: number; rho: number }): number {
  const information = n * rho * rho;
  return (z * z * information) / (2 * (information + 1)) - Math.log(information + 1) / 2;
}

/**
 * The asymptotic confidence sequence of a mean at `1 − alpha`, in the unit of `estimate`: every value whose e-value by
 * {@link logMixtureE} is below `1/alpha`. It covers at all looks at once.
 */
export function confidenceSequence(
  { estimate, standardError, n, rho }: { estimate: number; standardError: number; n: number; rho: number },
  alpha = 0.05,
): Interval {
  const information = n * rho * rho;
  const z = Math.sqrt(((2 * (information + 1)) / information) * Math.log(Math.sqrt(information + 1) / alpha));
  return [estimate - z * standardError, estimate + z * standardError];
}
