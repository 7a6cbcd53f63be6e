import type { Interval } from '#server/stats/interval.ts';
import { wilsonInterval } from '#server/stats/wilson.ts';

type Measured = {
  dataset: string;
  overall: { candidate: number | null; n: number; ci95Method: string | null } | null;
};

/**
 * The candidate's own score on each golden set with its 95 % interval, where answers are right or wrong and were given
 * once: what the run's own page computes too. Worked out here, so that no browser has to load the distributions.
 */
export function candidateIntervals(datasets: readonly Measured[]): { dataset: string; ci95: Interval | null }[] {
  return datasets.map(({ dataset, overall }) => {
    const binary = overall !== null && overall.candidate !== null && overall.ci95Method === 'newcombe_paired';
    const successes = binary ? Math.round((overall.candidate ?? 0) * overall.n) : 0;
    return { dataset, ci95: binary ? wilsonInterval({ successes, n: overall.n }) : null };
  });
}
