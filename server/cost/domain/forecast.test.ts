import { expect, test } from 'vitest';
import { backcast, MONTHS } from '#test/simulations/spend-months.ts';
import { forecastMonth } from './forecast.ts';

const flat = (from: number, n: number, amount: (day: number) => number) =>
  Array.from({ length: n }, (_, i) => ({ day: from + i, amount: amount(from + i) }));
const month = { monthStart: 100, monthEnd: 130, today: 110 };

const total = (found: ReturnType<typeof forecastMonth>) => (found.refused === null ? found.total : Number.NaN);

test('even days: what was spent, and the same amount for each day left', () => {
  expect(
    total(
      forecastMonth(
        flat(40, 70, () => 10),
        month,
      ),
    ),
  ).toBeCloseTo(300, 6);
});

test('weekends at half the spend stay at half', () => {
  const found = forecastMonth(
    flat(40, 70, (day) => (day % 7 === 2 || day % 7 === 3 ? 5 : 10)),
    month,
  );
  if (found.refused) throw new Error(found.refused);
  const weekend = found.days.filter(({ day }) => day % 7 === 2);
  for (const { amount } of weekend) expect(amount).toBeGreaterThan(4.9);
  for (const { amount } of weekend) expect(amount).toBeLessThan(5.6);
});

test('an announced price changes the days after it, and none before; a withdrawn one changes none', () => {
  const days = flat(40, 70, () => 10);
  const found = forecastMonth(days, month, [{ day: 120, factor: 2 }]);
  expect(total(found)).toBeCloseTo(100 + 100 + 200, 6);
  expect(total(forecastMonth(days, month, []))).toBeCloseTo(300, 6);
});

test('a price step in the past does not count as growth', () => {
  const days = flat(40, 70, (day) => (day >= 105 ? 20 : 10));
  expect(total(forecastMonth(days, month, [{ day: 105, factor: 2 }]))).toBeCloseTo(50 + 100 + 400, 6);
});

test('of today only the part that has not passed is forecast, beside what was spent in the other', () => {
  const days = flat(40, 70, () => 10);
  const found = forecastMonth(days, { ...month, todaySoFar: { amount: 30, passed: 0.75 } });
  expect(total(found)).toBeCloseTo(100 + 30 + 2.5 + 190, 6);
  expect(found).toMatchObject({
    spent: 130,
    days: [{ day: 110, amount: expect.closeTo(32.5, 6) }, ...Array(19).fill({})],
  });
});

test('13 days are refused; a month that is over is what was spent', () => {
  expect(
    forecastMonth(
      flat(97, 13, () => 10),
      month,
    ),
  ).toEqual({ refused: 'too_few_days', days: 13, daysMin: 14 });
  expect(
    forecastMonth(
      flat(40, 90, () => 10),
      { ...month, today: 130 },
    ),
  ).toMatchObject({ spent: 300, low: 300, high: 300 });
});

test.for(MONTHS)('back-cast, $name: in 10 months the total lies in its interval on 7 to 9 of 10 days', (kind) => {
  const held = { days: 0, month: 0, single: 0, singles: 0 };
  for (let seed = 1; seed <= 10; seed++) {
    const found = backcast(kind, seed);
    for (const key of ['days', 'month', 'single', 'singles'] as const) held[key] += found[key];
  }
  expect(held.month / held.days).toBeGreaterThanOrEqual(0.7);
  expect(held.month / held.days).toBeLessThanOrEqual(0.9);
  expect(held.single / held.singles).toBeGreaterThanOrEqual(0.7);
  expect(held.single / held.singles).toBeLessThanOrEqual(0.9);
});

test('use that began a few days after its first requests is no growth: 15 days of 100 forecast 100 and not millions', () => {
  const days = flat(92, 18, (day) => (day < 95 ? 1e-9 : 100));
  const found = total(forecastMonth(days, month));
  expect(found).toBeGreaterThan(1_000 + 20 * 80);
  expect(found).toBeLessThan(1_000 + 20 * 250);
});
