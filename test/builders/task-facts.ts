import type { TaskMix } from '#server/cost/domain/compare-variants.ts';
import { dollarsOf } from '#server/cost/domain/dollars.ts';
import { type OutcomeCost, outcomeCost, type TaskUnit } from '#server/cost/domain/outcome-cost.ts';
import {
  COST_KINDS,
  type CostByKind,
  type EndedTasks,
  type Ending,
  successMoments,
} from '#server/cost/domain/task-sums.ts';

/** One task, as the tables of the tests write it. */
export type TaskFacts = {
  attempts: number;
  unknownCostAttempts: number;
  costPico: CostByKind;
  retriedPico: bigint;
  ended: Ending;
  value: number | null;
};

/** A task of one attempt that succeeded, at `dollars`; `facts` replaces the rest. */
export function taskFacts(dollars: number, facts: Partial<TaskFacts> = {}): TaskFacts {
  return {
    attempts: 1,
    unknownCostAttempts: 0,
    costPico: { llm: BigInt(Math.round(dollars * 1e12)), tool: 0n, human: 0n, infrastructure: 0n },
    retriedPico: 0n,
    ended: 'succeeded',
    value: null,
    ...facts,
  };
}

const dollars = ({ costPico }: TaskFacts): number =>
  dollarsOf(COST_KINDS.reduce((sum, kind) => sum + costPico[kind], 0n));

/** The row of a single task. */
export function rowOf(task: TaskFacts): EndedTasks {
  const cost = dollars(task);
  const value = task.value ?? 0;
  return {
    ended: task.ended,
    known: task.unknownCostAttempts === 0,
    tasks: 1,
    valued: task.value === null ? 0 : 1,
    attempts: task.attempts,
    unknownAttempts: task.unknownCostAttempts,
    costPico: task.costPico,
    retriedPico: task.retriedPico,
    cost,
    cost2: cost ** 2,
    cost3: cost ** 3,
    value,
    value2: value ** 2,
    value3: value ** 3,
    costValue: cost * value,
    cost2Value: cost ** 2 * value,
    costValue2: cost * value ** 2,
  };
}

/** Cost per outcome of single tasks, each a unit of its own. */
export function costOfTasks(tasks: readonly TaskFacts[]): OutcomeCost {
  const units = tasks.map((task): TaskUnit => {
    return {
      ended: task.ended,
      known: task.unknownCostAttempts === 0,
      cost: dollars(task),
      value: task.value ?? 0,
    };
  });
  return outcomeCost(tasks.map(rowOf), units, 1);
}

/** Tasks by stratum. */
export function mixOf(tasks: readonly { stratum: string; task: TaskFacts }[]): TaskMix {
  const byStratum = Map.groupBy(tasks, ({ stratum }) => stratum);
  return new Map(
    [...byStratum].map(([stratum, own]) => [
      stratum,
      {
        sums: successMoments(own.map(({ task }) => rowOf(task))),
        unknownCost: own.filter(({ task }) => task.unknownCostAttempts > 0).length,
      },
    ]),
  );
}
