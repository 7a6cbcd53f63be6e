import type { z } from 'zod';
import { monthOf } from '#server/cost/domain/budget-scope.ts';
import { dollarsOf } from '#server/cost/domain/dollars.ts';
import type { MonthSpend } from '#server/cost/domain/month-spend.ts';
import type { JumpsPage } from '#server/cost/jumps/read-jumps.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import type { budgetResponse, forecastResponse, jumpsResponse } from './contract.ts';
import type { BudgetView, SpendView } from './read-budgets.ts';

/** `2026-03-21` of a day since 1970. */
export const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

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

/** Jumps as the edge sends them. */
export const jumpsWire = ({ jumps, usual, users, keys }: JumpsPage): z.input<typeof jumpsResponse> => ({
  data: (jumps ?? []).map(({ kind, name, from, value, typical, of, requests, foundAt }) => ({
    ...{ kind, name, date: dateOf(from / DAY_MS), unit: kind === 'input' ? 'tokens_per_request' : 'usd' },
    ...{ value, typical, days_before: of, requests, found_at: foundAt?.toISOString() ?? null },
  })),
  next_cursor: null,
  compared: { usual, users, keys },
});

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
    requests: spend?.requests ?? 0,
    unknown_cost_requests: spend?.unknown ?? 0,
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
  const code = refused?.refused ?? 'cost_unknown';
  const [days, needed] = [refused?.days ?? 0, refused?.daysMin ?? 0];
  const sentence =
    code === 'too_few_days'
      ? `A forecast needs ${needed} whole days of requests; there are ${days}.`
      : 'No cost is known, so there is nothing to forecast from.';
  return {
    month_end_usd: null,
    interval80: null,
    refused: { code, days, days_needed: needed, sentence },
    price_changes,
  };
}
