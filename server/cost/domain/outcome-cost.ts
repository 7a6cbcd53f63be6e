import { momentsInterval, needsUnits, type RatioInterval } from '#server/stats/ratio-interval.ts';
import type { RatioMoments } from '#server/stats/ratio-of-sums.ts';
import { dollarsOf } from './dollars.ts';
import {
  COST_KINDS,
  type CostByKind,
  type EndedTasks,
  type Ending,
  successMoments,
  valueMoments,
} from './task-sums.ts';

/**
 * A task, what the bootstrap draws from. Never some that ended alike: units of equal numbers of successes would hide how much
 * that number varies.
 */
export type TaskUnit = { ended: Ending; known: boolean; cost: number; value: number };

/** Why a figure is missing. */
export const NO_FIGURES = ['no_mature_task', 'no_success', 'no_known_cost'] as const;
export type NoFigure = (typeof NO_FIGURES)[number];

export type OutcomeCost = {
  tasks: number;
  withoutOutcome: number;
  succeeded: number;
  attempts: number;
  unknownCostAttempts: number;
  /** Tasks all of whose attempts have a known cost; below `tasks` the figure is a lower bound. */
  tasksWhollyKnown: number;
  costPico: CostByKind;
  spentPico: bigint;
  /** Share of `llm` cost that went to attempts that were followed by another; `null` without such cost. */
  retriesShare: number | null;
  /** Dollars per successful outcome. `at_least`: attempts of unknown cost are left out of the numerator. */
  perOutcome: (RatioInterval & { bound: 'figure' | 'at_least' }) | null;
  /**
   * The same over tasks of wholly known cost: unbiased where costs are missing at random, and shown beside the bound.
   */
  perOutcomeWhollyKnown: RatioInterval | null;
  /** Dollars per unit of value, over the mature tasks; failures are worth 0. */
  perValue: RatioInterval | null;
  missing: NoFigure | null;
};

/** The figures of some tasks, each with the sums that it follows from; `null` where there is no such figure. */
function momentsOf(rows: readonly EndedTasks[]): Record<'all' | 'known' | 'value', RatioMoments | null> {
  const known = rows.filter((row) => row.known);
  const good = rows.filter(({ ended }) => ended === 'succeeded');
  // A success without a value would count as 0: then there is no such figure.
  const isValued = good.every(({ valued, tasks }) => valued === tasks);
  return {
    all: successMoments(rows),
    known: known.length < rows.length ? successMoments(known) : null,
    value: isValued ? valueMoments(rows) : null,
  };
}

/** Whether {@link outcomeCost} of these rows draws from their units: of few tasks with skewed costs. */
export const isDrawn = (rows: readonly EndedTasks[]): boolean =>
  Object.values(momentsOf(rows)).some((moments) => moments !== null && needsUnits(moments));

/**
 * Cost per outcome of the mature tasks of a cohort: the cost of all attempts and of everything else that they took,
 * divided by how many of them succeeded. No success, no task or no known cost gives no figure, with the reason and what
 * was spent. `units`: the tasks that the rows are made of, where they are {@link isDrawn}, else empty.
 */
export function outcomeCost(rows: readonly EndedTasks[], units: readonly TaskUnit[], seed: number): OutcomeCost {
  const sum = (of: (row: EndedTasks) => number, among = rows) => among.reduce((total, row) => total + of(row), 0);
  const pico = (of: (row: EndedTasks) => bigint) => rows.reduce((total, row) => total + of(row), 0n);
  const counts = {
    tasks: sum(({ tasks }) => tasks),
    withoutOutcome: sum(({ ended, tasks }) => (ended === 'unknown' ? tasks : 0)),
    succeeded: sum(({ ended, tasks }) => (ended === 'succeeded' ? tasks : 0)),
    attempts: sum(({ attempts }) => attempts),
    unknownCostAttempts: sum(({ unknownAttempts }) => unknownAttempts),
    tasksWhollyKnown: sum(({ known, tasks }) => (known ? tasks : 0)),
  };
  const costPico: CostByKind = {
    llm: pico((row) => row.costPico.llm),
    tool: pico((row) => row.costPico.tool),
    human: pico((row) => row.costPico.human),
    infrastructure: pico((row) => row.costPico.infrastructure),
  };
  const spentPico = COST_KINDS.reduce((total, kind) => total + costPico[kind], 0n);
  const missing = whyMissing(counts, spentPico);
  const moments = momentsOf(rows);
  const perSuccess = ({ ended, cost }: TaskUnit) => ({ top: cost, bottom: ended === 'succeeded' ? 1 : 0 });
  const ratio = (of: RatioMoments | null, drawn: readonly { top: number; bottom: number }[]) =>
    missing === null && of !== null ? momentsInterval(of, drawn, seed) : null;
  const figure = ratio(moments.all, units.map(perSuccess));
  const known = units.filter((unit) => unit.known);
  return {
    ...counts,
    costPico,
    spentPico,
    retriesShare: costPico.llm > 0n ? dollarsOf(pico((row) => row.retriedPico)) / dollarsOf(costPico.llm) : null,
    perOutcome: figure && { ...figure, bound: counts.unknownCostAttempts === 0 ? 'figure' : 'at_least' },
    perOutcomeWhollyKnown: ratio(moments.known, known.map(perSuccess)),
    perValue: ratio(
      moments.value,
      units.map(({ cost, value }) => ({ top: cost, bottom: value })),
    ),
    missing,
  };
}

function whyMissing(
  counts: Pick<OutcomeCost, 'tasks' | 'succeeded' | 'attempts' | 'unknownCostAttempts'>,
  spentPico: bigint,
): NoFigure | null {
  if (counts.tasks === 0) return 'no_mature_task';
  if (counts.succeeded === 0) return 'no_success';
  const nothingKnown = counts.attempts > 0 && counts.unknownCostAttempts === counts.attempts;
  return nothingKnown && spentPico === 0n ? 'no_known_cost' : null;
}
