import { expect, test } from 'vitest';
import { priceRows } from '#test/builders/price-rows.ts';
import { standingOf } from './budget-standing.ts';
import { type ModelDays, monthSpend, type UseDay } from './month-spend.ts';

const NOON = Date.UTC(2026, 2, 21, 12);
const MARCH = Date.UTC(2026, 2, 1) / 86_400_000;
const day = (at: number, dollars: number | null, more: Partial<UseDay> = {}): UseDay => ({
  ...{ day: at, requests: 10, known: dollars === null ? 0 : 10, costNano: (dollars ?? 0) * 1e9 },
  ...{ tokensIn: 1000, tokensOut: 100, tokensCached: 0, ...more },
});
const model = (days: UseDay[], more: Partial<ModelDays> = {}): ModelDays => ({
  model: 'acme/a',
  days,
  prices: [],
  ...more,
});
const even = (from: number, to: number, dollars: number) =>
  Array.from({ length: to - from }, (_, i) => day(from + i, dollars));
const dollars = (n: number) => BigInt(Math.round(n * 1e6)) * 1_000_000n;

test('the month so far is exact, and its end is the same again for the days left', () => {
  const found = monthSpend([model([...even(MARCH - 30, MARCH + 20, 10), day(MARCH + 20, 5)])], NOON);
  expect(found).toMatchObject({ monthStart: MARCH, monthEnd: MARCH + 31, today: MARCH + 20, spentPico: dollars(205) });
  expect(found.days).toHaveLength(21);
  if (found.forecast.refused) throw new Error(found.forecast.refused);
  expect(found.forecast.total).toBeCloseTo(200 + 5 + 5 + 100, 6);
});

test('an announced price moves the days after it by the share of its model', () => {
  const announced = priceRows(
    ['tokens_in', 1, { effective_from: '2025-01-01' }],
    ['tokens_out', 1, { effective_from: '2025-01-01' }],
    ['tokens_in', 2, { effective_from: '2026-03-27' }],
    ['tokens_out', 2, { effective_from: '2026-03-27' }],
  );
  const days = [...even(MARCH - 30, MARCH + 20, 10), day(MARCH + 20, 5)];
  const found = monthSpend([model(days, { prices: announced }), model(days, { model: 'acme/b' })], NOON);
  expect(found.ahead).toEqual([{ day: MARCH + 26, factor: 1.5 }]);
  if (found.forecast.refused) throw new Error(found.forecast.refused);
  expect(found.forecast.total).toBeCloseTo(2 * (210 + 50) + 5 * 30, 6);
});

test('a day without requests costs nothing, and days are missing before the first', () => {
  const found = monthSpend([model([day(MARCH, 10), day(MARCH + 19, 10)])], NOON);
  expect(found.forecast.refused).toBeNull();
  expect(found.spentPico).toBe(dollars(20));
  expect(monthSpend([model(even(MARCH + 10, MARCH + 20, 1))], NOON).forecast).toEqual({
    ...{ refused: 'too_few_days', days: 10, daysMin: 14 },
  });
});

test('spend is unknown, not zero, where no cost is known', () => {
  const found = monthSpend([model([day(MARCH + 19, null)])], NOON);
  expect(found).toMatchObject({ spentPico: null, requests: 10, unknown: 10, forecast: { refused: 'cost_unknown' } });
  expect(found.days.at(-2)?.amount).toBeNull();
  expect(monthSpend([], NOON)).toMatchObject({ spentPico: 0n, requests: 0 });
});

test('days of which no cost is known are no days without spend: a forecast reads the others', () => {
  const unknown = Array.from({ length: 30 }, (_, i) => day(MARCH - 24 + i, null));
  const found = monthSpend([model([...unknown, ...even(MARCH + 6, MARCH + 20, 10), day(MARCH + 20, 5)])], NOON);
  if (found.forecast.refused) throw new Error(found.forecast.refused);
  expect(found.forecast.total).toBeCloseTo(140 + 5 + 5 + 100, 6);
  const fewer = monthSpend([model([...unknown, day(MARCH + 6, null), ...even(MARCH + 7, MARCH + 20, 10)])], NOON);
  expect(fewer.forecast).toMatchObject({ refused: 'too_few_days', days: 13 });
});

test.for([
  ['inside', 400, {}, 'inside', null],
  ['more is spent than may be', 150, {}, 'over', 50],
  ['more will be spent', 250, {}, 'forecast_over', 55],
  ['3 % of requests have no known cost', 400, { known: 9.7 }, 'unknown', null],
  ['it is over, whatever is unknown', 150, { known: 5 }, 'over', 50],
] as const)('a budget of which %s', ([, limit, more, state, over]) => {
  const days = even(MARCH - 30, MARCH + 20, 10).map((one) => ({ ...one, ...more }));
  const found = standingOf(dollars(limit), monthSpend([model(days)], NOON));
  expect([found.state, found.overPico === null ? null : Number(found.overPico / 10n ** 12n)]).toEqual([state, over]);
});

test('spend that no table records is unknown, and so is one that was not read in time', () => {
  expect(standingOf(1n, null)).toMatchObject({ state: 'unknown', why: 'too_much_to_read' });
  expect(standingOf(1n, null, { unread: 'not_read_yet' })).toMatchObject({ state: 'unknown', why: 'not_read_yet' });
});

test('what is not summed yet is never called kept: no forecast, and over only where a part is over already', () => {
  const part = monthSpend([model(even(MARCH - 30, MARCH + 20, 10))], NOON, false);
  expect(part).toMatchObject({ requests: 200, forecast: { refused: 'not_summed_yet' } });
  const pending = { pendingMinutes: 3 };
  expect(standingOf(dollars(400), part, pending)).toMatchObject({ state: 'unknown', why: 'not_summed_yet' });
  expect(standingOf(dollars(250), part, pending)).toMatchObject({ state: 'unknown', why: 'not_summed_yet' });
  expect(standingOf(dollars(150), part, pending)).toMatchObject({ state: 'over' });
  const dark = monthSpend([model(even(MARCH, MARCH + 5, 10).map((day) => ({ ...day, known: 0 })))], NOON, false);
  expect(standingOf(dollars(9), dark, pending)).toMatchObject({ why: 'not_summed_yet' });
});
