import type { RatioMoments } from '#server/stats/ratio-of-sums.ts';

/** Costs that are not LLM calls are counted beside the attempts. */
export const COST_KINDS = ['llm', 'tool', 'human', 'infrastructure'] as const;
export type CostKind = (typeof COST_KINDS)[number];
/** Amounts in 10⁻¹² dollars. */
export type CostByKind = Readonly<Record<CostKind, bigint>>;

/** How the tasks of a row ended: unknown, failed, or succeeded. */
export const ENDINGS = ['unknown', 'failed', 'succeeded'] as const;
export type Ending = (typeof ENDINGS)[number];

/**
 * Sums over tasks that ended alike and have, all or none, attempts of unknown cost. Powers are of dollars and of the
 * project's own unit of value, over single tasks.
 */
export type EndedTasks = {
  ended: Ending;
  /** Whether the cost of every attempt is known. */
  known: boolean;
  tasks: number;
  /** Tasks with a value; 0 where they did not succeed. */
  valued: number;
  attempts: number;
  unknownAttempts: number;
  costPico: CostByKind;
  /** Of `llm`: attempts after which another one came. */
  retriedPico: bigint;
  cost: number;
  cost2: number;
  cost3: number;
  value: number;
  value2: number;
  value3: number;
  costValue: number;
  cost2Value: number;
  costValue2: number;
};

/** The columns of `task_rollup` that are such sums: numbers of tasks and attempts, whole amounts, powers of dollars and value. */
export const COUNT_COLUMNS = ['tasks', 'valued', 'attempts', 'unknown_attempts'] as const;
export const PICO_COLUMNS = ['llm_pico', 'tool_pico', 'human_pico', 'infrastructure_pico', 'retried_pico'] as const;
export const POWER_COLUMNS = [
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

/** Rows of tasks, each of its own ending, as the sums of cost against success. */
export const successMoments = (rows: readonly EndedTasks[]): RatioMoments => {
  const all = added(rows);
  const good = added(rows.filter(({ ended }) => ended === 'succeeded'));
  return {
    n: all.tasks,
    top: all.cost,
    bottom: good.tasks,
    topTop: all.cost2,
    topBottom: good.cost,
    bottomBottom: good.tasks,
    topTopTop: all.cost3,
    topTopBottom: good.cost2,
    topBottomBottom: good.cost,
    bottomBottomBottom: good.tasks,
  };
};

/** The same of cost against what the outcomes were worth; failures are worth 0. */
export const valueMoments = (rows: readonly EndedTasks[]): RatioMoments => {
  const all = added(rows);
  return {
    n: all.tasks,
    top: all.cost,
    bottom: all.value,
    topTop: all.cost2,
    topBottom: all.costValue,
    bottomBottom: all.value2,
    topTopTop: all.cost3,
    topTopBottom: all.cost2Value,
    topBottomBottom: all.costValue2,
    bottomBottomBottom: all.value3,
  };
};

const POWERS = [
  'cost',
  'cost2',
  'cost3',
  'value',
  'value2',
  'value3',
  'costValue',
  'cost2Value',
  'costValue2',
] as const;

function added(rows: readonly EndedTasks[]): Record<(typeof POWERS)[number] | 'tasks', number> {
  const sum = (of: 'tasks' | (typeof POWERS)[number]) => rows.reduce((total, row) => total + row[of], 0);
  return {
    tasks: sum('tasks'),
    cost: sum('cost'),
    cost2: sum('cost2'),
    cost3: sum('cost3'),
    value: sum('value'),
    value2: sum('value2'),
    value3: sum('value3'),
    costValue: sum('costValue'),
    cost2Value: sum('cost2Value'),
    costValue2: sum('costValue2'),
  };
}
