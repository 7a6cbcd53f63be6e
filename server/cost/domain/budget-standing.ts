import type { MonthSpend } from './month-spend.ts';

/** Above this share of requests with unknown cost it is unknown whether a budget is kept. */
const UNKNOWN_SHARE_MAX = 0.02;

export type Standing =
  | { state: 'inside'; overPico: null }
  /** More was spent already, or will be at the end of the month by the forecast; by `overPico`. */
  | { state: 'over' | 'forecast_over'; overPico: bigint }
  | { state: 'unknown'; overPico: null; why: UnknownWhy };

/** Why a spend was not read at all: there is too much of it, or it took longer than its caller waits. */
const UNREAD = ['too_much_to_read', 'not_read_yet'] as const;
export type Unread = (typeof UNREAD)[number];

/**
 * Why it is unknown whether a budget is kept: its spend was not read, requests are not summed yet, no cost at all is known,
 * too many requests have none, or too many record no key.
 */
export const UNKNOWN_WHYS = [...UNREAD, 'not_summed_yet', 'cost_unknown', 'too_many_unknown', 'keyless'] as const;
export type UnknownWhy = (typeof UNKNOWN_WHYS)[number];

/**
 * Whether a budget is kept. A budget that is over stays over even where costs are unknown; "inside" is returned only where at most 2 % of
 * requests have no known cost. `keyless`: requests of which it is not known whether they count, 0 for all but keys;
 * `pendingMinutes`: minutes whose requests may not be in the sums.
 */
export function standingOf(
  limitPico: bigint,
  spend: MonthSpend | null,
  {
    unread = 'too_much_to_read',
    keyless = 0,
    pendingMinutes = 0,
  }: { unread?: Unread | null; keyless?: number; pendingMinutes?: number } = {},
): Standing {
  if (spend === null) return { state: 'unknown', overPico: null, why: unread ?? 'too_much_to_read' };
  const { spentPico, forecast, unknown, requests } = spend;
  if (spentPico === null) {
    return { state: 'unknown', overPico: null, why: pendingMinutes > 0 ? 'not_summed_yet' : 'cost_unknown' };
  }
  if (spentPico > limitPico) return { state: 'over', overPico: spentPico - limitPico };
  if (forecast.refused === null) {
    const totalPico = BigInt(Math.round(forecast.total * 1e6)) * 1_000_000n;
    if (totalPico > limitPico) return { state: 'forecast_over', overPico: totalPico - limitPico };
  }
  if (pendingMinutes > 0) return { state: 'unknown', overPico: null, why: 'not_summed_yet' };
  if (keyless > UNKNOWN_SHARE_MAX * (requests + keyless)) return { state: 'unknown', overPico: null, why: 'keyless' };
  if (unknown > UNKNOWN_SHARE_MAX * requests) return { state: 'unknown', overPico: null, why: 'too_many_unknown' };
  return { state: 'inside', overPico: null };
}
