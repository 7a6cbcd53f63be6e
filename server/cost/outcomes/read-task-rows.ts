import type { TaskColumn } from '#server/cost/domain/grouping.ts';
import type { TaskUnit } from '#server/cost/domain/outcome-cost.ts';
import { ENDED_PLACE, type SuccessBy, type WithoutOutcome } from '#server/cost/domain/success.ts';
import { COUNT_COLUMNS, ENDINGS, type EndedTasks, PICO_COLUMNS, POWER_COLUMNS } from '#server/cost/domain/task-sums.ts';
import type { Ctx } from '#server/platform/context.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { instant } from '#server/telemetry/event/scan-events.ts';
import { numberConditions, type ResolvedFilter } from '#server/telemetry/query/resolve-filter.ts';
import { ceilTo, floorTo, TIERS, type Tier } from '#server/telemetry/rollup/domain/tiers.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';

/** Which tasks are read: by the hour of their start, in ms, `[from, to)`. */
export type TaskQuery = {
  from: number;
  to: number;
  filter: ResolvedFilter;
  successBy: SuccessBy;
  /** Tasks that started before it are mature; ms, a whole hour. */
  matureUntil: number;
  /** What a mature task without an outcome is. */
  withoutOutcome: WithoutOutcome;
  /** The columns that distinguish groups, in order. */
  by: readonly TaskColumn[];
  /** `hours` reads no day: the same figures, more slowly. */
  tiers?: 'hours';
};

/** Sums over the mature tasks of one group that ended alike; `key`: numbers in the order of `by`. */
export type TaskRow = EndedTasks & {
  key: readonly number[];
  /** Start of the bucket of `stepMs`; 0 without one. */
  bucket: number;
  /** Hour of the last start, ms. */
  last: number;
};

/** The text of a key, for maps. */
export const keyText = (key: readonly number[]): string => key.join(' ');

const SUMS = [...COUNT_COLUMNS, ...POWER_COLUMNS];

type Stored = Record<(typeof SUMS)[number], number> &
  Record<(typeof PICO_COLUMNS)[number], string> & {
    key: number[];
    bucket: number;
    state: number;
    known: boolean;
    last: number;
  };

/** `task_rollup.set_id`: every task once, or once for each of its tags. */
const MAIN_SET = 0;
const TAG_SET = 1;

const stateOf = (successBy: SuccessBy): string => `ended / ${ENDED_PLACE[successBy]} % 3`;

/** The rows of groups, where only some of them are read. */
const among = (by: readonly TaskColumn[], keys: readonly (readonly number[])[]): string[] =>
  by.length === 0 ? [] : [`(${by.join(', ')}) in (${keys.map((key) => `(${key.join(', ')})`).join(', ')})`];

/**
 * The rows of the table that a query is about, as something to select from: days where whole days of mature tasks are asked
 * for in steps of whole days, hours for the rest. Both hold the same sums.
 */
function rowsOf(ctx: Ctx, query: TaskQuery & { stepMs?: number }, more: readonly string[]): string {
  const { from, to, filter, withoutOutcome, successBy, by, matureUntil } = query;
  const conditions = [
    `slot = ${slotOf(ctx.project)}`,
    `set_id = ${by.includes('tag') ? TAG_SET : MAIN_SET}`,
    ...numberConditions(filter),
    ...(withoutOutcome === 'excluded' ? [`${stateOf(successBy)} > 0`] : []),
    ...more,
  ].join(' and ');
  const part = (tier: Tier, since: number, until: number): string[] =>
    since < until
      ? [
          `select * from task_rollup where tier = ${tier.id} and hour >= ${instant(since)} and hour < ${instant(until)}
           and ${conditions}`,
        ]
      : [];
  const isHourly = query.tiers === 'hours' || (query.stepMs ?? DAY_MS) % DAY_MS > 0;
  const since = ceilTo(from, DAY_MS);
  const until = isHourly ? since : Math.max(since, floorTo(Math.min(to, matureUntil), DAY_MS));
  const parts =
    since < until
      ? [...part(TIERS.hour, from, since), ...part(TIERS.day, since, until), ...part(TIERS.hour, until, to)]
      : part(TIERS.hour, from, to);
  return `(${parts.join(' union all ')}) r`;
}

/** What cost against success needs; the other sums are 0 where these are asked for alone. */
const MOMENT_SUMS: readonly string[] = ['tasks', 'cost', 'cost_2', 'cost_3'];

/**
 * Sums over mature tasks by group, by ending and, with `stepMs`, by time; `keys`: of these groups alone; `only` moments:
 * no sum but those that an interval of cost per outcome needs. Cost: one index range of `task_rollup`: a row a day (an hour at
 * the ends), a series and an ending, however many events they stand for.
 */
export async function readTaskRows(
  ctx: Ctx,
  query: TaskQuery & { stepMs?: number; keys?: readonly (readonly number[])[]; only?: 'moments' },
): Promise<TaskRow[]> {
  const to = Math.min(query.to, query.matureUntil);
  if (query.filter.empty || query.keys?.length === 0 || query.from >= to) return [];
  const bucket =
    query.stepMs === undefined
      ? '0'
      : `floor(extract(epoch from hour) * 1000 / ${query.stepMs})::float8 * ${query.stepMs}`;
  const isRead = (name: string) => query.only === undefined || MOMENT_SUMS.includes(name);
  const stored = await ctx.sql.unsafe<Stored[]>(`
    select array[${query.by.join(', ')}]::int4[] as key, (${bucket})::float8 as bucket, ${stateOf(query.successBy)} as state,
      known, ${SUMS.map((name) => (isRead(name) ? `sum(${name})::float8 as ${name}` : `0::float8 as ${name}`)).join(', ')},
      ${PICO_COLUMNS.map((name) => (isRead(name) ? `sum(${name})::text as ${name}` : `'0' as ${name}`)).join(', ')},
      extract(epoch from max(last_hour))::float8 * 1000 as last
    from ${rowsOf(ctx, { ...query, to }, query.keys ? among(query.by, query.keys) : [])} group by 1, 2, 3, 4`);
  return stored.map(rowOf);
}

/** How many tasks are too young to be counted, by the text of their key. Cost: one index range of the youngest hours. */
export async function readImmature(ctx: Ctx, query: TaskQuery): Promise<Map<string, number>> {
  const from = Math.max(query.from, query.matureUntil);
  if (query.filter.empty || from >= query.to) return new Map();
  const young = rowsOf(ctx, { ...query, from, tiers: 'hours' }, []);
  const rows = await ctx.sql.unsafe<{ key: number[]; tasks: number }[]>(`
    select array[${query.by.join(', ')}]::int4[] as key, sum(tasks)::float8 as tasks from ${young} group by 1`);
  return new Map(rows.map(({ key, tasks }) => [keyText(key), tasks]));
}

const rowOf = (row: Stored): TaskRow => ({
  key: row.key,
  bucket: row.bucket,
  last: row.last,
  ended: ENDINGS[row.state] ?? 'unknown',
  known: row.known,
  tasks: row.tasks,
  valued: row.valued,
  attempts: row.attempts,
  unknownAttempts: row.unknown_attempts,
  costPico: {
    llm: BigInt(row.llm_pico),
    tool: BigInt(row.tool_pico),
    human: BigInt(row.human_pico),
    infrastructure: BigInt(row.infrastructure_pico),
  },
  retriedPico: BigInt(row.retried_pico),
  cost: row.cost,
  cost2: row.cost_2,
  cost3: row.cost_3,
  value: row.value,
  value2: row.value_2,
  value3: row.value_3,
  costValue: row.cost_value,
  cost2Value: row.cost_2_value,
  costValue2: row.cost_value_2,
});

/**
 * The mature tasks of some groups (`keys`) one by one, for the bootstrap. The order, and so the interval, is the same each
 * time, whatever tier they are read from. Cost: reads the arrays of those groups' rows, of which the caller asks for few tasks.
 */
export async function readTaskUnits(
  ctx: Ctx,
  query: TaskQuery,
  keys: readonly (readonly number[])[],
): Promise<Map<string, TaskUnit[]>> {
  const to = Math.min(query.to, query.matureUntil);
  if (keys.length === 0 || query.from >= to) return new Map();
  const rows = await ctx.sql.unsafe<{ key: number[]; state: number; known: boolean; cost: number; value: number }[]>(`
    select array[${query.by.join(', ')}]::int4[] as key, ${stateOf(query.successBy)} as state, known, u.cost,
      coalesce(u.value, 0) as value
    from ${rowsOf(ctx, { ...query, to }, among(query.by, keys))}
    cross join lateral unnest(unit_costs, unit_values) as u (cost, value)
    order by 1, 4, 5, 2, 3`);
  const units = rows.map(({ state, ...unit }) => ({ ...unit, ended: ENDINGS[state] ?? ('unknown' as const) }));
  return Map.groupBy(units, ({ key }) => keyText(key));
}
