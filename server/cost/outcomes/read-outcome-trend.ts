import type { CostComparison } from '#server/cost/domain/compare-variants.ts';
import type { Ctx } from '#server/platform/context.ts';
import { DAY_MS, WEEK_MS } from '#server/platform/pure/durations.ts';
import { floorTo } from '#server/telemetry/rollup/domain/tiers.ts';
import { readSeries } from './read-cost-page.ts';
import { figureOf, matureWeek, type OutcomeFigure } from './read-figures.ts';
import { changeOf, readBefore, readGroupCosts } from './read-outcome-costs.ts';

/** Cost per outcome of one environment in a week of mature tasks, against the week before. */
export type OutcomeTrend = {
  /** Starts of the tasks, `[from, to)` in ms: the newest week whose tasks are all mature. */
  from: number;
  to: number;
  /** Null where no task started in it. */
  figure: OutcomeFigure | null;
  /** On the same mix of query types; null where the week before had no task. */
  change: CostComparison | null;
  /** By day (UTC), the first and last not whole; null where no mature task succeeded. */
  spark: (number | null)[];
  sparkBefore: (number | null)[];
};

const STEP_MS = DAY_MS;

/** The week of {@link OutcomeTrend}. Four reads of the sums of tasks side by side, some hundred rows each. */
export async function readOutcomeTrend(ctx: Ctx, { environment }: { environment: string }): Promise<OutcomeTrend> {
  const query = await matureWeek(ctx, { environment });
  const { from, matureUntil: to } = query;
  const week = { ...query, to };
  const before = { ...query, from: from - WEEK_MS, to: from };
  const [{ total }, then, spark, sparkBefore] = await Promise.all([
    readGroupCosts(ctx, query, 'environment'),
    readBefore(ctx, week),
    sparkOf(ctx, week),
    sparkOf(ctx, before),
  ]);
  return {
    from,
    to,
    figure: total === null ? null : figureOf(total),
    change: changeOf(total, then),
    spark,
    sparkBefore,
  };
}

/** One value for each step of the week. */
async function sparkOf(ctx: Ctx, query: Parameters<typeof readSeries>[1]): Promise<(number | null)[]> {
  const series = await readSeries(ctx, query, { groupBy: 'environment', stepMs: STEP_MS });
  const points = new Map([...series.values()].flat().map(({ t, cost }) => [t, cost]));
  const first = floorTo(query.from, STEP_MS);
  return Array.from(
    { length: Math.ceil((query.to - first) / STEP_MS) },
    (_, i) => points.get(first + i * STEP_MS) ?? null,
  );
}
