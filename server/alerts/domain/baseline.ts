import { DAY_MS, HOUR_MS } from '#server/platform/pure/durations.ts';
import { quantile } from '#server/stats/quantile.ts';
import type { Baseline } from './reading.ts';

/** A value of some hours, and from how many values it is; null where there are none. */
export type PastValue = { value: number | null; n: number };

/** Days whose same hour is looked at, and least of them that must be usable. */
export const BASELINE_DAYS = 7;
const DAYS_MIN = 3;
const N_MIN = 100;
const TRAILING_N_MIN = 200;

/** Hours `[from, to)` in ms of which a baseline is made; those that touch an interval of `excluded` are left out. */
export type Hours = { from: number; to: number };

/**
 * The hours that say what is usual at `at`: of each of the last seven days the hour of the day and the ones beside it. The
 * hour before `at` is never among them.
 */
export function sameHours(at: number): Hours[][] {
  const hour = Math.floor(at / HOUR_MS) * HOUR_MS;
  return Array.from({ length: BASELINE_DAYS }, (_, day) =>
    [-1, 0, 1].map((off) => {
      const from = hour - (day + 1) * DAY_MS + off * HOUR_MS;
      return { from, to: from + HOUR_MS };
    }),
  );
}

/**
 * What is usual: the median over the days with at least 100 values, where there are three; else the day before, without its
 * last hour, where it has 200 values; else what the rule pins; else nothing. A baseline of 0 cannot be compared with.
 */
export function baselineOf(days: readonly PastValue[], trailing: PastValue, pinned: number | null): Baseline {
  const usable = days.flatMap(({ value, n }) => (value !== null && n >= N_MIN ? [{ value, n }] : []));
  const sum = (list: readonly { n: number }[]) => list.reduce((total, { n }) => total + n, 0);
  const middle = quantile(
    usable.map(({ value }) => value),
    0.5,
  );
  if (usable.length >= DAYS_MIN && middle !== null)
    return positive({ value: middle, n: sum(usable), from: 'same_hours' });
  if (trailing.value !== null && trailing.n >= TRAILING_N_MIN) {
    return positive({ value: trailing.value, n: trailing.n, from: 'trailing_day' });
  }
  return pinned === null ? null : positive({ value: pinned, n: 0, from: 'pinned' });
}

const positive = (baseline: NonNullable<Baseline>): Baseline => (baseline.value > 0 ? baseline : null);
