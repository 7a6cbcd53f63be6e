import type { z } from 'zod';
import { monthOf } from '#server/cost/domain/budget-scope.ts';
import { dateOf } from '#server/cost/domain/date-of.ts';
import { dollarsOf } from '#server/cost/domain/dollars.ts';
import type { MonthSpend } from '#server/cost/domain/month-spend.ts';
import type { budgetResponse, forecastResponse } from './contract.ts';
import type { BudgetView, SpendView } from './read-budgets.ts';

/** A budget as the edge sends it. */
export function budgetWire(view: BudgetView, now: Date): z.input<typeof budgetResponse> {
  const { row, standing } = view;
  return {
    id: row.id,
    scope: row.scope,
    subject: row.subject || null,
    period: 'month',
    amount_usd: dollarsOf(row.amountPico),
    thresholds: row.percents,
    notified_threshold: view.notifiedPercent,
    hard: row.hard,
    hard_state: view.hardState,
    state: standing.state,
    over_usd: standing.overPico === null ? null : dollarsOf(standing.overPico),
    ...spendWire(view, now),
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}

/** Spend and forecast of a month, as the edge sends them. */
export function forecastWire(view: SpendView, now: Date): z.input<typeof forecastResponse> {
  const { spend } = view;
  const ahead = spend && spend.forecast.refused === null ? spend.forecast.days : [];
  return {
    scope: view.scope,
    subject: view.subject || null,
    ...spendWire(view, now),
    days: (spend?.days ?? []).map(({ day, amount }) => ({ date: dateOf(day), usd: amount })),
    days_ahead: ahead.map(({ day, amount, low, high }) => ({
      date: dateOf(day),
      usd: amount,
      interval80: [low, high],
    })),
  };
}

function spendWire({ spend, source, keyless }: SpendView, now: Date) {
  const { monthStart, monthEnd } = monthOf(now.getTime());
  return {
    month: { from: dateOf(monthStart), to: dateOf(monthEnd) },
    spent_usd: spend?.spentPico == null ? null : dollarsOf(spend.spentPico),
    requests: spend?.requests ?? null,
    unknown_cost_requests: spend?.unknown ?? null,
    keyless_requests: keyless,
    source,
    forecast: monthEndWire(spend),
  };
}

function monthEndWire(spend: MonthSpend | null): z.input<typeof forecastResponse>['forecast'] {
  const price_changes = (spend?.ahead ?? []).map(({ day, factor }) => ({ date: dateOf(day), factor }));
  if (spend !== null && spend.forecast.refused === null) {
    const { total, low, high } = spend.forecast;
    return { month_end_usd: total, interval80: [low, high], refused: null, price_changes };
  }
  const refused = spend === null || spend.forecast.refused === null ? null : spend.forecast;
  const code = refused?.refused ?? 'too_much_to_read';
  const [days, needed] = [refused?.days ?? 0, refused?.daysMin ?? 0];
  const sentences = {
    too_few_days: `A forecast needs ${needed} whole days of known spend; there are ${days}.`,
    cost_unknown: 'No cost is known, so there is nothing to forecast from.',
    too_much_to_read: 'The month has too many requests to read them one by one, so its spend is unknown.',
  };
  return {
    month_end_usd: null,
    interval80: null,
    refused: { code, days, days_needed: needed, sentence: sentences[code] },
    price_changes,
  };
}
