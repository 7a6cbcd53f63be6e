import type { Ctx } from '#server/platform/context.ts';
import type { Interval } from '#server/stats/interval.ts';
import { wilsonInterval } from '#server/stats/wilson.ts';
import { readOtherModels } from './read-other-models.ts';
import { readPromotion } from './read-promotion.ts';
import { readRunFigures } from './read-run-figures.ts';
import { readWorstItems } from './read-worst-items.ts';

/** The promotion page in one fetch: the detail, the worst regressions side by side, and how other variants did. */
export async function readPromotionForPage(ctx: Ctx, id: string) {
  const detail = await readPromotion(ctx, id);
  if (detail.gate === null) return { ...detail, worst: [], otherModels: [], figures: [], candidateIntervals: [] };
  const [worst, otherModels, figures] = await Promise.all([
    readWorstItems(ctx, detail.gate),
    readOtherModels(ctx, detail.gate),
    readRunFigures(ctx, detail.gate),
  ]);
  return { ...detail, worst, otherModels, figures, candidateIntervals: candidateIntervals(detail.gate.datasets) };
}

type Measured = {
  dataset: string;
  overall: { candidate: number | null; n: number; ci95Method: string | null } | null;
};

/**
 * The candidate's own score on each golden set with its 95 % interval, where answers are right or wrong and were given
 * once: what the run's own page computes too. Worked out here, so that no browser has to load the distributions.
 */
function candidateIntervals(datasets: readonly Measured[]): { dataset: string; ci95: Interval | null }[] {
  return datasets.map(({ dataset, overall }) => {
    const binary = overall !== null && overall.candidate !== null && overall.ci95Method === 'newcombe_paired';
    const successes = binary ? Math.round((overall.candidate ?? 0) * overall.n) : 0;
    return { dataset, ci95: binary ? wilsonInterval({ successes, n: overall.n }) : null };
  });
}
