import type { CostGrouping } from '#server/cost/domain/grouping.ts';
import { RECORD_KIND_NUMBERS, RECORD_KINDS, type RecordKind } from '#server/cost/domain/record-kind.ts';
import type { SuccessBy, WithoutOutcome } from '#server/cost/domain/success.ts';
import type { Ctx } from '#server/platform/context.ts';
import { HOUR_MS } from '#server/platform/pure/durations.ts';
import { type Filter, resolveFilter } from '#server/telemetry/query/resolve-filter.ts';
import { ceilTo, floorTo, TIERS } from '#server/telemetry/rollup/domain/tiers.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { storeOf } from '#server/telemetry/store/store.ts';
import { type GroupComparison, readComparisons } from './read-comparisons.ts';
import { type CostQuery, type GroupCost, readGroupCosts } from './read-outcome-costs.ts';

export type CostsQuery = Filter & {
  /** Widened to whole hours. */
  from: Date;
  to: Date;
  groupBy: CostGrouping;
  successBy: SuccessBy;
  horizonMs: number;
  withoutOutcome: WithoutOutcome;
};

/** Costs that are not LLM calls and belong to no task. They are in no figure and are stated beside them. */
export type NoTaskCost = { kind: RecordKind; costs: number; amountPico: bigint };

export type Costs = {
  query: CostQuery;
  groups: GroupCost[];
  /** All tasks of the query together. */
  total: GroupCost | null;
  /** Keys of the groups that others are compared with. */
  baselines: string[];
  comparisons: GroupComparison[];
  /** Names of the query types that strata are numbered by; null for tasks that name none. */
  queryTypes: ReadonlyMap<string, string | null>;
  noTask: NoTaskCost[];
  /** Hours of mature tasks with something that is not summed yet; 0 = the figures are exact. */
  settlingHours: number;
};

/** The query with its names resolved and its times rounded to whole hours; tasks are mature up to the horizon. */
export async function costQueryOf(ctx: Ctx, query: Omit<CostsQuery, 'groupBy'>): Promise<CostQuery> {
  const { from, to, successBy, horizonMs, withoutOutcome, ...filter } = query;
  return {
    from: floorTo(from.getTime(), HOUR_MS),
    to: ceilTo(to.getTime(), HOUR_MS),
    filter: await resolveFilter(ctx, filter),
    successBy,
    withoutOutcome,
    // An hour is mature when the last task that may have started in it is.
    matureUntil: floorTo(ctx.clock.now().getTime() - horizonMs, HOUR_MS),
  };
}

/** Cost per outcome by group with every comparison. Cost: that of the reads below. */
export async function readCosts(ctx: Ctx, input: CostsQuery): Promise<Costs> {
  const query = await costQueryOf(ctx, input);
  const [{ groups, total }, noTask, settlingHours] = await Promise.all([
    readGroupCosts(ctx, query, input.groupBy),
    readNoTask(ctx, query),
    readSettling(ctx, query),
  ]);
  const { groupBy: grouping, environment } = input;
  // Tasks with several tags are in several groups: a comparison would need groups without a task in common.
  const compared =
    grouping === 'tag'
      ? { baselines: [], comparisons: [] }
      : await readComparisons(ctx, { groups, grouping, environment });
  const strata = [...new Set(groups.flatMap(({ mix }) => [...mix.keys()]))];
  const texts = await storeOf(ctx).names.texts(slotOf(ctx.project), 'query_type', strata.map(Number));
  const queryTypes = new Map(strata.map((stratum) => [stratum, texts.get(Number(stratum)) ?? null]));
  return { query, groups, total, ...compared, queryTypes, noTask, settlingHours };
}

/** Costs of the range without an attempt. One index range of `cost_record`. */
async function readNoTask(ctx: Ctx, { from, to }: CostQuery): Promise<NoTaskCost[]> {
  const rows = await ctx.sql<{ kind: number; costs: number; amount: string }[]>`
    select kind, count(*)::int as costs, sum(amount_pico)::text as amount from cost_record
    where slot = ${slotOf(ctx.project)} and at >= ${new Date(from)} and at < ${new Date(to)} and task_at is null
    group by kind`;
  return RECORD_KINDS.flatMap((kind) => {
    const row = rows.find((each) => each.kind === RECORD_KIND_NUMBERS[kind]);
    return row === undefined ? [] : [{ kind, costs: row.costs, amountPico: BigInt(row.amount) }];
  });
}

/** Hours of mature tasks with something that is not summed yet. One scan of two small tables. */
async function readSettling(ctx: Ctx, { from, to, matureUntil }: CostQuery): Promise<number> {
  const slot = slotOf(ctx.project);
  const [since, until] = [new Date(from), new Date(Math.min(to, matureUntil))];
  const [row] = await ctx.sql<{ hours: number }[]>`
    select count(*)::int as hours from (
      select hour from task_mark where slot = ${slot} and hour >= ${since} and hour < ${until}
      union
      select date_trunc('hour', bucket, 'UTC') from rollup_mark
      where slot = ${slot} and tier = ${TIERS.minute.id} and bucket >= ${since} and bucket < ${until}
    ) marked`;
  return row?.hours ?? 0;
}
