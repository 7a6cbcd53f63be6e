import type { CostGroup, CostGrouping } from '#server/cost/domain/grouping.ts';
import type { Ctx } from '#server/platform/context.ts';
import { HOUR_MS } from '#server/platform/pure/durations.ts';
import { chartStepMs } from '#server/telemetry/query/domain/step.ts';
import type { Filter } from '#server/telemetry/query/resolve-filter.ts';
import { type CostSeries, readSeries } from './read-cost-page.ts';
import { costQueryOf } from './read-costs.ts';
import { figureOf, type OutcomeFigure, readCounting } from './read-figures.ts';
import { readGroupCosts } from './read-outcome-costs.ts';

/** One line of the chart: a version or variant with its figure over the whole range. */
export type OutcomeLine = OutcomeFigure & { key: string; group: CostGroup; points: CostSeries['points'] };

export type OutcomeLines = {
  /** Whole hours; tasks that started before `matureUntil` are mature. */
  from: number;
  to: number;
  stepMs: number;
  matureUntil: number;
  /** The groups with most spend, most first. */
  lines: OutcomeLine[];
  /** Groups that are left out. */
  more: number;
};

/** Most lines that can be distinguished in a chart. */
const LINES_MAX = 5;
/** Fewer points than other charts have, because each needs tasks of its own: a day of 30 days, as on the page of cost. */
const POINTS = 30;

/**
 * Cost per outcome of versions or variants over any range, for charts beside those of telemetry. Two reads of the sums
 * of tasks, some hundred rows each.
 */
export async function readOutcomeLines(
  ctx: Ctx,
  {
    from,
    to,
    groupBy,
    ...filter
  }: Filter & { from: Date; to: Date; groupBy: Extract<CostGrouping, 'variant' | 'version'> },
): Promise<OutcomeLines> {
  const query = await costQueryOf(ctx, { ...(await readCounting(ctx)), ...filter, from, to });
  const stepMs = Math.max(HOUR_MS, chartStepMs(query.to - query.from, POINTS));
  const { groups } = await readGroupCosts(ctx, query, groupBy);
  const shown = groups.slice(0, LINES_MAX).map(({ key }) => key);
  const series = await readSeries(ctx, query, { groupBy, stepMs, shown });
  return {
    from: query.from,
    to: query.to,
    stepMs,
    matureUntil: query.matureUntil,
    lines: groups.slice(0, LINES_MAX).map((cost) => ({
      key: cost.key,
      group: cost.group,
      ...figureOf(cost),
      points: series.get(cost.key) ?? [],
    })),
    more: Math.max(0, groups.length - LINES_MAX),
  };
}
