import type { Forecast } from './forecast.ts';

/**
 * The day (since 1970) on which a budget is spent by the forecast, and by the ends of its 80 % interval: `latest` is null
 * where the low end stays inside the budget until the month is over.
 */
export type BudgetEnd = { day: number; earliest: number; latest: number | null };

/** When a budget of `limit` dollars ends before its month does; null where the forecast's middle stays inside it. */
export function budgetEnd(limit: number, forecast: Extract<Forecast, { refused: null }>): BudgetEnd | null {
  const first = (end: 'amount' | 'low' | 'high') => forecast.days.find(({ upTo }) => upTo[end] > limit)?.day ?? null;
  const day = first('amount');
  return day === null ? null : { day, earliest: first('high') ?? day, latest: first('low') };
}
