import { studentTQuantile } from '#server/stats/student-t.ts';
import { fitDays, type SpendDay } from './spend-model.ts';

/**
 * A change of prices: from `day` on, spend is multiplied by `factor`, an announced price weighted by its share of
 * spend.
 */
export type PriceStep = { day: number; factor: number };

type Ranged = { amount: number; low: number; high: number };

/** `upTo`: all of the month up to the end of this day. */
export type ForecastDay = Ranged & { day: number; upTo: Ranged };

/** Spend to the end of a month, in the unit of the days (dollars). 80 % intervals. */
export type Forecast =
  | { refused: 'too_few_days'; days: number; daysMin: number }
  /** `spent`: the whole days and what of today is known. */
  | { refused: null; spent: number; total: number; low: number; high: number; days: ForecastDay[] };

const DAYS_MIN = 14;
const LEVEL = 0.9;
const ERRORS_MIN = 5;

/** Factor of the prices of a day, relative to prices before every step. */
const priceAt = (steps: readonly PriceStep[], day: number): number =>
  steps.reduce((factor, step) => (day >= step.day ? factor * step.factor : factor), 1);

/** `today` is the first day that is not whole; `todaySoFar`: what was spent in the part of it (0 to 1) that has passed. */
export type MonthDays = {
  monthStart: number;
  monthEnd: number;
  today: number;
  todaySoFar?: { amount: number; passed: number };
};

/**
 * Spend to the end of the month `[monthStart, monthEnd)` (days since 1970, UTC): what was spent,
 * plus a forecast of the rest by weekday and growth of the whole days before `today`, with known price steps (past and
 * announced; the caller leaves out withdrawn ones). The interval comes from the errors of the same forecast at every
 * earlier day of the history. Refused below 14 days.
 */
export function forecastMonth(
  history: readonly SpendDay[],
  month: MonthDays,
  steps: readonly PriceStep[] = [],
): Forecast {
  const known = history.filter(({ day }) => day < month.today).toSorted((a, b) => a.day - b.day);
  if (known.length < DAYS_MIN) return { refused: 'too_few_days', days: known.length, daysMin: DAYS_MIN };
  // Spend at the prices before every step, so that a step does not count as growth.
  const even = known.map(({ day, amount }) => ({ day, amount: amount / priceAt(steps, day) }));
  const first = Math.max(month.today, month.monthStart);
  const ahead = month.monthEnd - first;
  const isToday = ahead > 0 && first === month.today;
  const { amount: sofar, passed } = (isToday && month.todaySoFar) || { amount: 0, passed: 0 };
  const spent = known.reduce((sum, { day, amount }) => (day >= month.monthStart ? sum + amount : sum), sofar);
  const predict = fitDays(even);
  const errors = pastErrors(even, ahead);
  let summed = 0;
  const days = Array.from({ length: Math.max(0, ahead) }, (_, i): ForecastDay => {
    const day = first + i;
    const rest = predict(day) * priceAt(steps, day) * (i === 0 ? 1 - passed : 1);
    summed += rest;
    const single = ranged(i === 0 ? sofar : 0, rest, spreadOf(errors.single, first - month.today + i + 1, false));
    return { day, ...single, upTo: ranged(spent, summed, spreadOf(errors.total, i + 1, true)) };
  });
  const { amount: total, low, high } = days.at(-1)?.upTo ?? ranged(spent, 0, 0);
  return { refused: null, spent, total, low, high, days };
}

/** The known spend plus a forecast, with an interval of `spread` (a logarithm) around the forecast. */
const ranged = (known: number, rest: number, spread: number): Ranged => ({
  amount: known + rest,
  low: known + rest * Math.exp(-spread),
  high: known + rest * Math.exp(spread),
});

/** By days ahead (index 0: one day): logarithms of actual ÷ forecast, of that day alone and of all days up to it. */
function pastErrors(history: readonly SpendDay[], ahead: number) {
  const single: number[][] = Array.from({ length: ahead }, () => []);
  const total: number[][] = Array.from({ length: ahead }, () => []);
  for (let origin = DAYS_MIN; origin < history.length; origin++) {
    const predict = fitDays(history.slice(0, origin));
    let actual = 0;
    let expected = 0;
    const from = (history[origin - 1]?.day ?? 0) + 1;
    for (let i = 0; i < ahead; i++) {
      const next = history[origin + i];
      // Past a day whose spend is unknown, no sum is known either.
      if (next?.day !== from + i) break;
      const forecast = predict(next.day);
      actual += next.amount;
      expected += forecast;
      if (next.amount > 0 && forecast > 0) single[i]?.push(Math.log(next.amount / forecast));
      if (actual > 0 && expected > 0) total[i]?.push(Math.log(actual / expected));
    }
  }
  return { single, total };
}

/**
 * Half the interval, as a logarithm. Overlapping errors count as fewer independent ones. Where the history is too short
 * for so many days ahead, the spread of the longest period that it allows is widened by the root of the ratio of the
 * days, as for a random walk.
 */
function spreadOf(byAhead: readonly number[][], ahead: number, overlaps: boolean): number {
  let used = Math.min(ahead, byAhead.length);
  while (used > 1 && (byAhead[used - 1]?.length ?? 0) < ERRORS_MIN) used -= 1;
  const errors = byAhead[used - 1] ?? [];
  if (errors.length < 2) return 1;
  const square = errors.reduce((sum, error) => sum + error * error, 0) / errors.length;
  const independent = Math.max(2, errors.length / (overlaps ? Math.sqrt(used) : 2));
  return studentTQuantile(LEVEL, independent) * Math.sqrt(square) * Math.sqrt(Math.max(1, ahead / used));
}
