import {
  type BudgetView,
  readFirstBudgets,
  readProjectMonth,
  type SpendView,
} from '#server/cost/budgets/read-budgets.ts';
import { pageBudget, pageSpend } from '#server/cost/budgets/read-budgets-page.ts';
import { budgetEnd } from '#server/cost/domain/budget-end.ts';
import { dollarsOf } from '#server/cost/domain/dollars.ts';
import { type OutcomeTrend, readOutcomeTrend } from '#server/cost/outcomes/read-outcome-trend.ts';
import type { Ctx } from '#server/platform/context.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { DEFAULT_ENVIRONMENT } from '#server/projects/domain/environments.ts';

/** Budgets that are read: a few ms each. */
const BUDGETS_MAX = 20;

/** A price change of a model in use, from its day on (ms, UTC midnight). */
export type ComingPrice = {
  model: string;
  at: number;
  factor: number | null;
  inForecastUsd: number | null;
  in30DaysUsd: number | null;
};

/** A budget that ends before its month does, by the forecast. Days in ms, UTC midnight. */
export type EndingBudget = {
  id: string;
  name: string;
  limit: number;
  at: number;
  earliest: number;
  latest: number | null;
  total: number;
  low: number;
  high: number;
};

export type OverviewMoney = {
  outcomes: OutcomeTrend;
  /** Spend of the whole project this month, with its budget in dollars where it has one. */
  month: ReturnType<typeof pageSpend>;
  limit: number | null;
  budgets: ReturnType<typeof pageBudget>[];
  /** Budgets that were not read. */
  moreBudgets: number;
  prices: ComingPrice[];
  ending: EndingBudget[];
};

/**
 * The money of the first page: cost per outcome of production, the month against its budgets, and what will change it.
 * It is read beside the rest of the page, which does not wait for it.
 */
export async function readMoney(ctx: Ctx): Promise<OverviewMoney> {
  const [outcomes, { budgets, more, whole, limitPico }] = await Promise.all([
    readOutcomeTrend(ctx, { environment: DEFAULT_ENVIRONMENT }),
    readMonths(ctx),
  ]);
  return {
    outcomes,
    month: pageSpend(whole),
    limit: limitPico === null ? null : dollarsOf(limitPico),
    budgets: budgets.map(pageBudget),
    moreBudgets: more,
    prices: (whole.spend?.announced ?? []).map(({ day, ...price }) => ({ ...price, at: day * DAY_MS })),
    ending: budgets.flatMap(endingOf).toSorted((a, b) => a.at - b.at),
  };
}

/** The first budgets, and the month of the whole project whether or not it has one. */
async function readMonths(ctx: Ctx) {
  const { budgets, more } = await readFirstBudgets(ctx, BUDGETS_MAX);
  const own = budgets.find(({ scope }) => scope === 'project');
  const whole: SpendView = own ?? (await readProjectMonth(ctx));
  return { budgets, more, whole, limitPico: own?.row.amountPico ?? null };
}

function endingOf(view: BudgetView): EndingBudget[] {
  const { spend, standing } = view;
  if (standing.state !== 'forecast_over' || spend === null || spend.forecast.refused !== null) return [];
  const { id, name, limit } = pageBudget(view);
  const end = budgetEnd(limit, spend.forecast);
  if (end === null) return [];
  const { total, low, high } = spend.forecast;
  const latest = end.latest === null ? null : end.latest * DAY_MS;
  return [{ id, name, limit, at: end.day * DAY_MS, earliest: end.earliest * DAY_MS, latest, total, low, high }];
}
