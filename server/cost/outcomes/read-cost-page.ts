import type { z } from 'zod';
import type { costPageInput } from '#server/cost/contract.ts';
import type { CostComparison } from '#server/cost/domain/compare-variants.ts';
import { COLUMNS_OF } from '#server/cost/domain/grouping.ts';
import type { WithoutOutcome } from '#server/cost/domain/success.ts';
import { successMoments } from '#server/cost/domain/task-sums.ts';
import { readCostSettings } from '#server/cost/settings/read-cost-settings.ts';
import type { Ctx } from '#server/platform/context.ts';
import { DAY_MS, HOUR_MS } from '#server/platform/pure/durations.ts';
import { momentsInterval } from '#server/stats/ratio-interval.ts';
import { RANGE_MS } from '#server/telemetry/query/domain/range.ts';
import { oldestDay } from '#server/telemetry/query/oldest-day.ts';
import { type Mark, readMarks } from '#server/telemetry/query/read-marks.ts';
import { ceilTo } from '#server/telemetry/rollup/domain/tiers.ts';
import { type Costs, type CostsQuery, costQueryOf, readCosts } from './read-costs.ts';
import { type CostQuery, changeOf, type GroupCost, readBefore } from './read-outcome-costs.ts';
import { keyText, readTaskRows } from './read-task-rows.ts';

export type CostPageInput = z.infer<typeof costPageInput>;

/** Cost per outcome of the tasks of one stretch; the ends by a formula (log-delta or Fieller), null where it has none. */
export type CostPoint = { t: number; cost: number | null; low: number | null; high: number | null; tasks: number };
export type CostSeries = { key: string; points: CostPoint[] };

export type CostPage = Omit<Costs, 'groups' | 'total' | 'query'> & {
  from: number;
  to: number;
  stepMs: number;
  /** Tasks that started before it are mature. */
  matureUntil: number;
  horizonMs: number;
  withoutOutcome: WithoutOutcome;
  groups: Omit<GroupCost, 'mix'>[];
  /** All tasks of the filter together. */
  total: Omit<GroupCost, 'mix'> | null;
  /** All tasks of the stretch of the same length before. */
  before: Omit<GroupCost, 'mix'> | null;
  /** Now against that stretch, on the same mix of query types. */
  change: CostComparison | null;
  /** The groups with most spend, at most five. */
  series: CostSeries[];
  marks: Mark[];
  /** Start of the first day with any event of this project; null: it has no events. */
  firstEver: number | null;
};

const SERIES_MAX = 5;
const STEP_MS = { '7d': 6 * HOUR_MS, '30d': DAY_MS, '90d': DAY_MS } as const;

/** Everything that the tab draws, in one result. Reads run side by side; each is an index range of `task_rollup`. */
export async function readCostPage(ctx: Ctx, input: CostPageInput): Promise<CostPage> {
  const now = ctx.clock.now().getTime();
  const { range, groupBy, successBy, ...filter } = input;
  const { horizonHours, withoutOutcome } = await readCostSettings(ctx);
  const to = ceilTo(now, HOUR_MS);
  const query = {
    ...filter,
    from: new Date(to - RANGE_MS[range]),
    to: new Date(to),
    successBy,
    horizonMs: horizonHours * HOUR_MS,
    withoutOutcome,
  };
  const tasks = await costQueryOf(ctx, query);
  const stepMs = STEP_MS[range];
  const [{ costs, series, before, change }, marks, oldest] = await Promise.all([
    readFigures(ctx, { query: { ...query, groupBy }, tasks, stepMs }),
    readMarks(ctx, { from: tasks.from, to: tasks.to }, filter),
    oldestDay(ctx),
  ]);
  const { groups, total, query: _, ...rest } = costs;
  return {
    ...rest,
    from: tasks.from,
    to: tasks.to,
    stepMs,
    matureUntil: tasks.matureUntil,
    horizonMs: horizonHours * HOUR_MS,
    withoutOutcome,
    groups: groups.map(withoutMix),
    total: total === null ? null : withoutMix(total),
    before: before === null ? null : withoutMix(before),
    change,
    series,
    marks,
    firstEver: oldest >= now ? null : oldest,
  };
}

const withoutMix = ({ mix: _, ...rest }: GroupCost): Omit<GroupCost, 'mix'> => rest;

/** The figures, then what hangs on them: the lines of the groups with most spend, and the change. */
async function readFigures(
  ctx: Ctx,
  { query, tasks, stepMs }: { query: CostsQuery; tasks: CostQuery; stepMs: number },
): Promise<{ costs: Costs; series: CostSeries[] } & Pick<CostPage, 'change'> & { before: GroupCost | null }> {
  const [costs, before] = await Promise.all([readCosts(ctx, query), readBefore(ctx, tasks)]);
  const shown = costs.groups.slice(0, SERIES_MAX).map(({ key }) => key);
  const points = await readSeries(ctx, tasks, { groupBy: query.groupBy, stepMs, shown });
  return {
    costs,
    series: shown.map((key) => ({ key, points: points.get(key) ?? [] })),
    before,
    change: changeOf(costs.total, before),
  };
}

/** Points of the groups that are `shown`, else of all, over time, oldest first; stretches without a mature task have none. */
export async function readSeries(
  ctx: Ctx,
  query: CostQuery,
  { groupBy, stepMs, shown }: { groupBy: CostPageInput['groupBy']; stepMs: number; shown?: readonly string[] },
): Promise<Map<string, CostPoint[]>> {
  const keys = shown?.map((key) => key.split(' ').map(Number));
  const mature = await readTaskRows(ctx, { ...query, by: COLUMNS_OF[groupBy], stepMs, keys, only: 'moments' });
  const series = new Map<string, CostPoint[]>();
  for (const [key, rows] of Map.groupBy(mature, (row) => keyText(row.key))) {
    const points = [...Map.groupBy(rows, ({ bucket }) => bucket)].map(([t, own]): CostPoint => {
      const moments = successMoments(own);
      const found = momentsInterval(moments, [], 1);
      const hasEnds = found !== null && found.low !== null && found.high !== null && found.low > 0;
      return {
        t,
        cost: found?.ratio ?? null,
        low: hasEnds ? found.low : null,
        high: hasEnds ? found.high : null,
        tasks: moments.n,
      };
    });
    series.set(
      key,
      points.toSorted((a, b) => a.t - b.t),
    );
  }
  return series;
}
