import type { Ctx } from '#server/platform/context.ts';
import { candidateIntervals } from './candidate-intervals.ts';
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
