import type { MonthSpend } from './month-spend.ts';

/** Above this share of requests with unknown cost it is unknown whether a budget is kept. */
const UNKNOWN_SHARE_MAX = 0.02;

export type Standing =
  | { state: 'inside'; overPico: null }
  /** More was spent already, or will be at the end of the month by the forecast; by `overPico`. */
  | { state: 'over' | 'forecast_over'; overPico: bigint }
  /** `why`: too much to read, no cost at all, too many requests without one, or too many that record no key. */
  | { state: 'unknown'; overPico: null; why: 'too_much_to_read' | 'cost_unknown' | 'too_many_unknown' | 'keyless' };

/**
 * Whether a budget is kept. A budget that is over stays over even where costs are unknown; "inside" is returned only where at most 2 % of
 * requests have no known cost. `keyless`: requests of which it is not known whether they count, 0 for all but keys.
 */
export function standingOf(limitPico: bigint, spend: MonthSpend | null, keyless = 0): Standing {
  if (spend === null) return { state: 'unknown', overPico: null, why: 'too_much_to_read' };
  const { spentPico, forecast, unknown, requests } = spend;
  if (spentPico === null) return { state: 'unknown', overPico: null, why: 'cost_unknown' };
  if (spentPico > limitPico) return { state: 'over', overPico: spentPico - limitPico };
  if (forecast.refused === null) {
    const totalPico = BigInt(Math.round(forecast.total * 1e6)) * 1_000_000n;
    if (totalPico > limitPico) return { state: 'forecast_over', overPico: totalPico - limitPico };
  }
  if (keyless > UNKNOWN_SHARE_MAX * (requests + keyless)) return { state: 'unknown', overPico: null, why: 'keyless' };
  if (unknown > UNKNOWN_SHARE_MAX * requests) return { state: 'unknown', overPico: null, why: 'too_many_unknown' };
  return { state: 'inside', overPico: null };
}
