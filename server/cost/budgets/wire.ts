import type { z } from 'zod';
import { monthOf } from '#server/cost/domain/budget-scope.ts';
import type { Unread } from '#server/cost/domain/budget-standing.ts';
import { dateOf } from '#server/cost/domain/date-of.ts';
import { dollarsOf } from '#server/cost/domain/dollars.ts';
import type { MonthSpend } from '#server/cost/domain/month-spend.ts';
import type { JumpsPage } from '#server/cost/jumps/read-jumps.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import type { budgetResponse, forecastResponse, jumpsResponse } from './contract.ts';
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
    state_why: standing.state === 'unknown' ? standing.why : null,
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

function spendWire({ spend, unread, source, keyless, pendingMinutes }: SpendView, now: Date) {
  const { monthStart, monthEnd } = monthOf(now.getTime());
  return {
    month: { from: dateOf(monthStart), to: dateOf(monthEnd) },
    spent_usd: spend?.spentPico == null ? null : dollarsOf(spend.spentPico),
    requests: spend?.requests ?? null,
    unknown_cost_requests: spend?.unknown ?? null,
    keyless_requests: keyless,
    pending_minutes: pendingMinutes,
    source,
    forecast: monthEndWire(spend, unread),
  };
}

const NO_FORECAST = {
  cost_unknown: 'No cost is known, so there is nothing to forecast from.',
  not_summed_yet: 'Requests that were received lately are still summed. Read it again in a minute.',
  not_read_yet:
    'The spend could not be read in time. The budget is compared with it all the same; read it again in a minute.',
  too_much_to_read: 'This month has too many requests that only single requests could tell apart.',
} as const;

function monthEndWire(spend: MonthSpend | null, unread: Unread | null): z.input<typeof forecastResponse>['forecast'] {
  const price_changes = (spend?.ahead ?? []).map(({ day, factor }) => ({ date: dateOf(day), factor }));
  if (spend !== null && spend.forecast.refused === null) {
    const { total, low, high } = spend.forecast;
    return { month_end_usd: total, interval80: [low, high], refused: null, price_changes };
  }
  const refused = spend === null || spend.forecast.refused === null ? null : spend.forecast;
  const code = refused?.refused ?? unread ?? 'cost_unknown';
  const [days, needed] = [refused?.days ?? 0, refused?.daysMin ?? 0];
  const sentence =
    code === 'too_few_days'
      ? `A forecast needs ${needed} whole days of known spend; there are ${days}.`
      : NO_FORECAST[code];
  return {
    month_end_usd: null,
    interval80: null,
    refused: { code, days, days_needed: needed, sentence },
    price_changes,
  };
}
