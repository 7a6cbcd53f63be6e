/** Simulated spend by day, to measure how often the forecast's interval contains the actual total. */
import { type Forecast, forecastMonth, type PriceStep } from '#server/cost/domain/forecast.ts';
import { seededRandom } from '#server/stats/seeded-random.ts';

const HISTORY_DAYS = 90;
const MONTH_DAYS = 30;
const FIRST_DAY = 20_000;
const WEEK_SHAPE = [1.1, 1.1, 0.5, 0.45, 1.15, 1.2, 1.15];

type Month = {
  name: string;
  growth: number;
  /** Standard deviation of a day's own noise, and of the level's walk from day to day, as logarithms. */
  noise: number;
  walk: number;
  steps: PriceStep[];
};

const MONTH_START = FIRST_DAY + HISTORY_DAYS;

export const MONTHS: readonly Month[] = [
  { name: 'steady', growth: 0, noise: 0.08, walk: 0.01, steps: [] },
  { name: 'growing 1 % a day', growth: 0.01, noise: 0.08, walk: 0.015, steps: [] },
  { name: 'restless', growth: 0, noise: 0.2, walk: 0.04, steps: [] },
  {
    name: 'a price rise of 60 % in the middle',
    growth: 0.003,
    noise: 0.1,
    walk: 0.02,
    steps: [{ day: MONTH_START + 14, factor: 1.6 }],
  },
];

export type Held = { days: number; month: number; single: number; singles: number };

/**
 * For each day of a month: whether the month's total lies in the interval, and how many of the coming days lie in
 * theirs.
 */
export function backcast(month: Month, seed: number): Held {
  const days = simulate(month, seed);
  const total = days.slice(HISTORY_DAYS).reduce((sum, { amount }) => sum + amount, 0);
  const held = { days: 0, month: 0, single: 0, singles: 0 };
  for (let i = 0; i < MONTH_DAYS; i++) {
    const today = MONTH_START + i;
    const range = { monthStart: MONTH_START, monthEnd: MONTH_START + MONTH_DAYS, today };
    const found: Forecast = forecastMonth(days, range, month.steps);
    if (found.refused) throw new Error(found.refused);
    held.days += 1;
    if (found.low <= total && total <= found.high) held.month += 1;
    for (const { day, low, high } of found.days) {
      const actual = days[day - FIRST_DAY]?.amount ?? Number.NaN;
      held.singles += 1;
      if (low <= actual && actual <= high) held.single += 1;
    }
  }
  return held;
}

function simulate({ growth, noise, walk, steps }: Month, seed: number) {
  const random = seededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  let level = Math.log(300);
  return Array.from({ length: HISTORY_DAYS + MONTH_DAYS }, (_, i) => {
    const day = FIRST_DAY + i;
    level += growth + walk * normal();
    const price = steps.reduce((factor, step) => (day >= step.day ? factor * step.factor : factor), 1);
    return { day, amount: Math.exp(level + noise * normal()) * (WEEK_SHAPE[day % 7] ?? 1) * price };
  });
}
