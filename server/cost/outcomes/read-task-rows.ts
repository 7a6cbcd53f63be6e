import type { TaskColumn } from '#server/cost/domain/grouping.ts';
import type { TaskUnit } from '#server/cost/domain/outcome-cost.ts';
import { ENDED_PLACE, type SuccessBy, type WithoutOutcome } from '#server/cost/domain/success.ts';
import { ENDINGS, type EndedTasks } from '#server/cost/domain/task-sums.ts';
import { UNITS_MAX } from '#server/cost/rollup/rollup-sql.ts';
import type { Ctx } from '#server/platform/context.ts';
import { instant } from '#server/telemetry/event/scan-events.ts';
import { numberConditions, type ResolvedFilter } from '#server/telemetry/query/resolve-filter.ts';
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
};

/** Sums over the mature tasks of one group that ended alike; `key`: numbers in the order of `by`. */
export type TaskRow = EndedTasks & {
  key: readonly number[];
  /** Start of the bucket of `stepMs`; 0 without one. */
  bucket: number;
  /** Units that stand in the table for these tasks. */
  units: number;
  /** Hours of the first and the last start, ms. */
  first: number;
  last: number;
};

export type TaskRows = {
  mature: TaskRow[];
  /** Tasks too young to be counted, by the text of their key. */
  immature: Map<string, number>;
};

/** The text of a key, for maps. */
export const keyText = (key: readonly number[]): string => key.join(' ');

const SUMS = [
  'tasks',
  'valued',
  'attempts',
  'unknown_attempts',
  'cost',
  'cost_2',
  'cost_3',
  'value',
  'value_2',
  'value_3',
  'cost_value',
  'cost_2_value',
  'cost_value_2',
] as const;
const PICOS = ['llm_pico', 'tool_pico', 'human_pico', 'infrastructure_pico', 'retried_pico'] as const;

type Stored = Record<(typeof SUMS)[number], number> &
  Record<(typeof PICOS)[number], string> & {
    key: number[];
    bucket: number;
    mature: boolean;
    state: number;
    known: boolean;
    units: number;
    first: number;
    last: number;
  };

const stateOf = (successBy: SuccessBy): string => `ended / ${ENDED_PLACE[successBy]} % 3`;

/** The rows of the table that a query is about; `state` 0 not known, 1 failed, 2 succeeded. */
function conditionsOf(ctx: Ctx, { from, to, filter, withoutOutcome, successBy }: TaskQuery): string {
  return [
    `slot = ${slotOf(ctx.project)}`,
    `hour >= ${instant(from)}`,
    `hour < ${instant(to)}`,
    ...numberConditions(filter),
    ...(withoutOutcome === 'excluded' ? [`${stateOf(successBy)} > 0`] : []),
  ].join(' and ');
}

/**
 * Sums over tasks by group, by ending and, with `stepMs`, by time. Cost: one index range of `task_rollup`: a row an hour,
 * a series and an ending, however many events they stand for.
 */
export async function readTaskRows(ctx: Ctx, query: TaskQuery & { stepMs?: number }): Promise<TaskRows> {
  if (query.filter.empty) return { mature: [], immature: new Map() };
  const bucket =
    query.stepMs === undefined
      ? '0'
      : `floor(extract(epoch from hour) * 1000 / ${query.stepMs})::float8 * ${query.stepMs}`;
  const stored = await ctx.sql.unsafe<Stored[]>(`
    select array[${query.by.join(', ')}]::int4[] as key, (${bucket})::float8 as bucket,
      hour < ${instant(query.matureUntil)} as mature, ${stateOf(query.successBy)} as state, known,
      ${SUMS.map((name) => `sum(${name})::float8 as ${name}`).join(', ')},
      ${PICOS.map((name) => `sum(${name})::text as ${name}`).join(', ')},
      sum(least(tasks, ${UNITS_MAX}))::float8 as units, extract(epoch from min(hour))::float8 * 1000 as first,
      extract(epoch from max(hour))::float8 * 1000 as last
    from task_rollup where ${conditionsOf(ctx, query)} group by 1, 2, 3, 4, 5`);
  const immature = new Map<string, number>();
  for (const { key, mature, tasks } of stored) {
    if (!mature) immature.set(keyText(key), (immature.get(keyText(key)) ?? 0) + tasks);
  }
  return { mature: stored.filter(({ mature }) => mature).map(rowOf), immature };
}

const rowOf = (row: Stored): TaskRow => ({
  key: row.key,
  bucket: row.bucket,
  units: row.units,
  first: row.first,
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

/** Most units of a group that the bootstrap draws from: above it, single units are added up first. */
const DRAWN_MAX = 512;

/**
 * The units of the mature tasks of some groups (`keys`), for the bootstrap: single tasks where there are few, sums of
 * them beyond 512 a group and ending. The order, and so the interval, is the same each time. Cost: reads the arrays of
 * those groups' rows.
 */
export async function readTaskUnits(
  ctx: Ctx,
  query: TaskQuery,
  keys: readonly (readonly number[])[],
): Promise<Map<string, TaskUnit[]>> {
  const units = new Map<string, TaskUnit[]>();
  if (keys.length === 0) return units;
  const columns = query.by.join(', ');
  const chosen = keys.map((key) => `(${key.join(', ')})`).join(', ');
  const rows = await ctx.sql.unsafe<
    { key: number[]; state: number; known: boolean; tasks: number; cost: number; value: number }[]
  >(`
    select key, state, known, sum(tasks)::float8 as tasks, sum(cost) as cost, sum(value) as value
    from (
      select array[${columns}]::int4[] as key, ${stateOf(query.successBy)} as state, known, u.tasks, u.cost, u.value,
        row_number() over (
          partition by ${[...query.by, stateOf(query.successBy), 'known'].join(', ')}
          order by hour, environment, prompt, version, model, service, query_type, arm, ended, u.place) % ${DRAWN_MAX} as unit
      from task_rollup cross join lateral unnest(unit_tasks, unit_costs, unit_values)
        with ordinality as u (tasks, cost, value, place)
      where ${conditionsOf(ctx, query)} and hour < ${instant(query.matureUntil)}
        ${query.by.length > 0 ? `and (${columns}) in (${chosen})` : ''}
    ) drawn group by key, state, known, unit order by key, state, known, unit`);
  for (const { key, state, ...unit } of rows) {
    const text = keyText(key);
    units.set(text, [...(units.get(text) ?? []), { ...unit, ended: ENDINGS[state] ?? 'unknown' }]);
  }
  return units;
}
