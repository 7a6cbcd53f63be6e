import { findComparable } from '#server/evals/compare/find-comparable.ts';
import { type CompareItem, readComparison } from '#server/evals/compare/read-comparison.ts';
import type { GateView } from '#server/gates/read-verdict.ts';
import type { Ctx } from '#server/platform/context.ts';
import { Fault } from '#server/platform/faults.ts';
import type { Interval } from '#server/stats/interval.ts';
import { wilsonInterval } from '#server/stats/wilson.ts';
import { readOtherModels } from './read-other-models.ts';
import { readPromotion } from './read-promotion.ts';
import { readRunFigures } from './read-run-figures.ts';

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

/** The largest losses of one golden set, both answers beside each other. */
type WorstItems = {
  dataset: string;
  run: string;
  baselineRun: string;
  /** How many items lost in all. */
  regressions: number;
  items: CompareItem[];
};

const ITEMS_MAX = 5;

/** The largest losses of every golden set that a verdict compared, at most five each. */
async function readWorstItems(ctx: Ctx, gate: GateView): Promise<WorstItems[]> {
  const worst: WorstItems[] = [];
  for (const { dataset, candidateRun, baselineRun } of gate.datasets) {
    if (!candidateRun || !baselineRun) continue;
    const found = await readWorst(ctx, { run: candidateRun.run, baselineRun: baselineRun.run });
    if (found) worst.push({ dataset, run: candidateRun.run, baselineRun: baselineRun.run, ...found });
  }
  return worst;
}

/** Null where nothing was lost, and while one of the runs is scored again because answers joined it. */
async function readWorst(ctx: Ctx, { run, baselineRun }: { run: string; baselineRun: string }) {
  try {
    const runs = await findComparable(ctx, { id: run, baselineId: baselineRun });
    const page = await readComparison(ctx, runs, { filter: 'regressions', sort: 'worst', limit: ITEMS_MAX });
    return page.data.length === 0 ? null : { regressions: page.counts.regressions, items: page.data };
  } catch (error) {
    if (error instanceof Fault && error.code === 'not_comparable') return null;
    throw error;
  }
}
