import { findComparable } from '#server/evals/compare/find-comparable.ts';
import { type CompareItem, readComparison } from '#server/evals/compare/read-comparison.ts';
import type { GateView } from '#server/gates/read-verdict.ts';
import type { Ctx } from '#server/platform/context.ts';
import { Fault } from '#server/platform/faults.ts';

/** The largest losses of one golden set, both answers beside each other. */
export type WorstItems = {
  dataset: string;
  run: string;
  baselineRun: string;
  /** How many items lost in all. */
  regressions: number;
  items: CompareItem[];
};

const ITEMS_MAX = 5;

/** The largest losses of every golden set that a verdict compared, at most five each. */
export async function readWorstItems(ctx: Ctx, gate: GateView): Promise<WorstItems[]> {
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
