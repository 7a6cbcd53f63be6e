import cdf from '@stdlib/stats-base-dists-binomial-cdf';

/** Probability of at most `successes` in `trials` independent trials that each succeed with probability `p`. */
export function binomialCdf(successes: number, trials: number, p: number): number {
  return cdf(successes, trials, p);
}
