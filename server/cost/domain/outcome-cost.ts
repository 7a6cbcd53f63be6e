import { type RatioInterval, ratioInterval } from '#server/stats/ratio-interval.ts';

/**
 * Kinds of cost that count towards an outcome: LLM attempts and others. The cost of a judge is a separate line and in
 * no figure.
 */
export const COST_KINDS = ['llm', 'tool', 'human', 'infrastructure'] as const;
export type CostKind = (typeof COST_KINDS)[number];

/** One task with all attempts of all its operations (retries, fallbacks, abandoned ones). Amounts in 10⁻¹² dollars. */
export type TaskFacts = {
  startedAtMs: number;
  attempts: number;
  /**
   * Number of attempts of unknown cost (no price for a meter, a time-out, a cut stream). No amount contains their cost.
   */
  unknownCostAttempts: number;
  costPico: Readonly<Record<CostKind, bigint>>;
  /** The part of `llm` that went to attempts which another attempt followed. */
  retriedPico: bigint;
  judgePico: bigint;
  /** `null`: no outcome was received. */
  succeeded: boolean | null;
  /** What the outcome was worth, in the project's own unit; `null` where it was not sent. */
  value: number | null;
};

export type OutcomeCostRules = {
  /** Time up to which outcomes count, in ms; later ones are not read. */
  nowMs: number;
  /** A task counts once it is this old; younger ones are counted apart. */
  horizonMs: number;
  /** How a mature task without an outcome counts. The share of such tasks is reported in both cases. */
  withoutOutcome: 'failure' | 'excluded';
  seed: number;
};

/** Why a figure is missing. */
export type NoFigure = 'no_mature_task' | 'no_success' | 'no_known_cost';

export type OutcomeCost = {
  tasks: number;
  immature: number;
  withoutOutcome: number;
  succeeded: number;
  attempts: number;
  unknownCostAttempts: number;
  /** Tasks all of whose attempts have a known cost; below `tasks` the figure is a lower bound. */
  tasksWhollyKnown: number;
  costPico: Readonly<Record<CostKind, bigint>>;
  spentPico: bigint;
  judgePico: bigint;
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

const PICO = 1e12;
const NOTHING: Record<CostKind, bigint> = { llm: 0n, tool: 0n, human: 0n, infrastructure: 0n };

/** Dollars of an amount, for statistics; sums are computed exactly before. */
export const dollarsOf = (pico: bigint): number => Number(pico) / PICO;

/** What the task cost, all kinds together. */
export const taskPico = ({ costPico }: TaskFacts): bigint => COST_KINDS.reduce((sum, kind) => sum + costPico[kind], 0n);

/**
 * The mature tasks of a cohort (by start of the task) that count, with the number of tasks younger than the horizon and
 * of mature ones without an outcome. An early outcome does not make a task mature, because successes are reported
 * sooner than failures.
 */
export function matureTasks(tasks: readonly TaskFacts[], { nowMs, horizonMs, withoutOutcome }: OutcomeCostRules) {
  const mature = tasks.filter(({ startedAtMs }) => startedAtMs + horizonMs <= nowMs);
  const counted = withoutOutcome === 'failure' ? mature : mature.filter(({ succeeded }) => succeeded !== null);
  return { counted, immature: tasks.length - mature.length, open: mature.filter((t) => t.succeeded === null).length };
}

/**
 * Cost per outcome of a cohort: the cost of all attempts and of everything else for its mature tasks, divided by the
 * number of those that succeeded. Without a success, a task or a known cost there is no figure, but the reason and the
 * amount spent.
 */
export function outcomeCost(tasks: readonly TaskFacts[], rules: OutcomeCostRules): OutcomeCost {
  const { counted, immature, open } = matureTasks(tasks, rules);
  const known = counted.filter(({ unknownCostAttempts }) => unknownCostAttempts === 0);
  const costPico = { ...NOTHING };
  const sums = { attempts: 0, unknown: 0, retried: 0n, judge: 0n, succeeded: 0, valued: 0 };
  for (const task of counted) {
    for (const kind of COST_KINDS) costPico[kind] += task.costPico[kind];
    sums.attempts += task.attempts;
    sums.unknown += task.unknownCostAttempts;
    sums.retried += task.retriedPico;
    sums.judge += task.judgePico;
    sums.succeeded += task.succeeded ? 1 : 0;
    sums.valued += task.succeeded && task.value !== null ? 1 : 0;
  }
  const spentPico = COST_KINDS.reduce((sum, kind) => sum + costPico[kind], 0n);
  const missing = whyMissing(counted.length, sums, spentPico);
  const ratio = (of: readonly TaskFacts[]) => ratioInterval(of.map(perSuccess), rules.seed);
  const figure = missing === null ? ratio(counted) : null;
  return {
    tasks: counted.length,
    immature,
    withoutOutcome: open,
    succeeded: sums.succeeded,
    attempts: sums.attempts,
    unknownCostAttempts: sums.unknown,
    tasksWhollyKnown: known.length,
    costPico,
    spentPico,
    judgePico: sums.judge,
    retriesShare: costPico.llm > 0n ? dollarsOf(sums.retried) / dollarsOf(costPico.llm) : null,
    perOutcome: figure && { ...figure, bound: sums.unknown === 0 ? 'figure' : 'at_least' },
    perOutcomeWhollyKnown: missing === null && sums.unknown > 0 ? ratio(known) : null,
    // A success without a value would count as 0, so there is no figure then.
    perValue: missing === null && sums.valued === sums.succeeded ? perValue(counted, rules.seed) : null,
    missing,
  };
}

const perSuccess = (task: TaskFacts) => ({ top: dollarsOf(taskPico(task)), bottom: task.succeeded ? 1 : 0 });

function perValue(tasks: readonly TaskFacts[], seed: number): RatioInterval | null {
  return ratioInterval(
    tasks.map((task) => ({ top: dollarsOf(taskPico(task)), bottom: task.succeeded ? (task.value ?? 0) : 0 })),
    seed,
  );
}

function whyMissing(
  tasks: number,
  { attempts, unknown, succeeded }: { attempts: number; unknown: number; succeeded: number },
  spentPico: bigint,
): NoFigure | null {
  if (tasks === 0) return 'no_mature_task';
  if (succeeded === 0) return 'no_success';
  return attempts > 0 && unknown === attempts && spentPico === 0n ? 'no_known_cost' : null;
}
