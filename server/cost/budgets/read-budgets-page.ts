import { budgetName, type SpendSource } from '#server/cost/domain/budget-scope.ts';
import { dollarsOf } from '#server/cost/domain/dollars.ts';
import type { Ctx } from '#server/platform/context.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { type BudgetView, readBudgets, readProjectMonth, type SpendView } from './read-budgets.ts';

type Ranged = { amount: number; low: number; high: number };

/** Spend of a month. `spent` and `forecast` are null where no cost is known; `unknown`: requests in no sum. */
export type PageSpend = {
  source: SpendSource;
  spent: number | null;
  requests: number;
  unknown: number;
  /** Of a key: requests that record no key and may be its own. */
  keyless: number;
  /** Minutes whose newest requests are in no sum yet. */
  pendingMinutes: number;
  month: { from: number; to: number } | null;
  days: { at: number; amount: number | null }[];
  forecast:
    | { refused: 'too_few_days' | 'cost_unknown' | 'not_summed_yet'; days: number; daysMin: number }
    | (Omit<Ranged, 'amount'> & { refused: null; total: number; days: { at: number; upTo: Ranged }[] })
    | null;
  /** From `at` on days cost `factor` times as much. */
  steps: { at: number; factor: number }[];
};

/**
 * The page of budgets: what the whole project costs this month, and each budget. Money in dollars; times of days are the
 * UTC midnight at their start, in ms. Reads each budget one after the other: a few ms each from the rollups.
 */
export async function readBudgetsPage(ctx: Ctx) {
  const views = await readBudgets(ctx);
  const own = views.find(({ scope }) => scope === 'project');
  const whole = own ?? (await readProjectMonth(ctx));
  return { month: pageSpend(whole), limit: own ? dollarsOf(own.row.amountPico) : null, budgets: views.map(pageBudget) };
}

/** A budget as pages have it. */
export function pageBudget(view: BudgetView) {
  const { row, standing } = view;
  return {
    id: row.id,
    scope: row.scope,
    subject: row.subject,
    name: budgetName(row),
    limit: dollarsOf(row.amountPico),
    percents: row.percents,
    notifiedPercent: view.notifiedPercent,
    hardState: view.hardState,
    state: standing.state,
    why: standing.state === 'unknown' ? standing.why : null,
    over: standing.overPico === null ? null : dollarsOf(standing.overPico),
    ...pageSpend(view),
  };
}

/** Spend of a month as pages have it. */
export function pageSpend({ spend, source, keyless, pendingMinutes }: SpendView): PageSpend {
  const read = { source, keyless, pendingMinutes };
  const none = { spent: null, requests: 0, unknown: 0, month: null, days: [], forecast: null, steps: [] };
  if (spend === null) return { ...read, ...none };
  const { forecast } = spend;
  return {
    ...read,
    spent: spend.spentPico === null ? null : dollarsOf(spend.spentPico),
    requests: spend.requests,
    unknown: spend.unknown,
    month: { from: spend.monthStart * DAY_MS, to: spend.monthEnd * DAY_MS },
    days: spend.days.map(({ day, amount }) => ({ at: day * DAY_MS, amount })),
    forecast:
      forecast.refused === null
        ? { ...forecast, days: forecast.days.map(({ day, upTo }) => ({ at: day * DAY_MS, upTo })) }
        : forecast,
    steps: spend.ahead.map(({ day, factor }) => ({ at: day * DAY_MS, factor })),
  };
}
