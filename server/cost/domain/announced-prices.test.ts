import { expect, test } from 'vitest';
import { priceRows } from '#test/builders/price-rows.ts';
import { budgetEnd } from './budget-end.ts';
import { type ModelDays, monthSpend, type UseDay } from './month-spend.ts';

const NOON = Date.UTC(2026, 2, 21, 12);
const MARCH = Date.UTC(2026, 2, 1) / 86_400_000;
/** Twenty days of March and as many before at 10 dollars a day and 10 requests of 100 tokens in and 10 out. */
const DAYS: UseDay[] = Array.from({ length: 50 }, (_, i) => ({
  ...{ day: MARCH - 30 + i, requests: 10, known: 10, costNano: 10e9 },
  ...{ tokensIn: 1000, tokensOut: 100, tokensCached: 0 },
}));
const NOW = ['2025-01-01', 1] as const;
const doubling = (...from: (readonly [day: string, usd: number])[]) =>
  priceRows(
    ...[NOW, ...from].flatMap(([effective_from, usd]) => [
      ['tokens_in', usd, { effective_from }] as const,
      ['tokens_out', usd, { effective_from }] as const,
    ]),
  );
const spend = (...models: Partial<ModelDays>[]) =>
  monthSpend(
    models.map((one, i) => ({ model: `acme/${i}`, days: DAYS, prices: [], ...one })),
    NOON,
  );

test('a doubled price adds what its model would have cost, to this month and to thirty days', () => {
  const found = spend({ prices: doubling(['2026-03-27', 2]) }, {});
  expect(found.announced).toEqual([
    {
      model: 'acme/0',
      day: MARCH + 26,
      factor: 2,
      // Five days of March are left, at 10 dollars each.
      inForecastUsd: expect.closeTo(50, 6),
      in30DaysUsd: expect.closeTo(300, 6),
    },
  ]);
  const without = spend({ prices: doubling() }, {});
  if (found.forecast.refused !== null || without.forecast.refused !== null) throw new Error('no forecast');
  expect(found.forecast.total - without.forecast.total).toBeCloseTo(50, 6);
});

test('the effects of several changes of the same and of other models add up to that of all', () => {
  const both = spend(
    { prices: doubling(['2026-03-25', 2], ['2026-03-29', 1.5]) },
    { prices: doubling(['2026-03-28', 3]) },
  );
  const none = spend({ prices: doubling() }, {});
  if (both.forecast.refused !== null || none.forecast.refused !== null) throw new Error('no forecast');
  const sum = both.announced.reduce((total, { inForecastUsd }) => total + (inForecastUsd ?? 0), 0);
  expect(both.announced.map(({ factor }) => factor)).toEqual([2, 3, 0.75]);
  expect(sum).toBeCloseTo(both.forecast.total - none.forecast.total, 6);
});

test.for([
  ['begins after the month: only thirty days are stated', doubling(['2026-05-01', 2]), [[2, null, 300]]],
  ['is more than 180 days ahead', doubling(['2026-12-01', 2]), []],
  [
    'is of a tier that the mean request is not',
    [...doubling(), ...priceRows(['tokens_in', 9, { effective_from: '2026-04-01', when: { service_tier: 'batch' } }])],
    [],
  ],
  [
    'ends without another: its effect is unknown, not 0',
    priceRows(['tokens_in', 1, { effective_to: '2026-04-01' }], ['tokens_out', 1]),
    [[null, null, null]],
  ],
  [
    'is of a meter beside others without a price: its effect is unknown',
    priceRows(['requests', 1, { per: 1 }], ['requests', 2, { per: 1, effective_from: '2026-04-01' }]),
    [[null, null, null]],
  ],
] as const)('a change that %s', ([, prices, expected]) => {
  const found = spend({ prices: [...prices] });
  expect(
    found.announced.map(({ factor, inForecastUsd, in30DaysUsd }) => [
      factor,
      inForecastUsd,
      in30DaysUsd === null ? null : Math.round(in30DaysUsd),
    ]),
  ).toEqual(expected);
});

test('a model without a request in four weeks announces nothing', () => {
  expect(spend({ days: [], prices: doubling(['2026-03-27', 2]) }, {}).announced).toEqual([]);
});

test('a budget ends on the day that the forecast passes it, between the ends of its interval', () => {
  const day = (at: number, amount: number) => ({
    ...{ day: at, amount: 10, low: 8, high: 12 },
    upTo: { amount, low: amount - 15, high: amount + 15 },
  });
  const forecast = {
    refused: null,
    spent: 0,
    total: 50,
    low: 35,
    high: 65,
    days: [1, 2, 3, 4, 5].map((at) => day(at, at * 10)),
  };
  expect(budgetEnd(25, forecast)).toEqual({ day: 3, earliest: 2, latest: 5 });
  expect(budgetEnd(45, forecast)).toEqual({ day: 5, earliest: 4, latest: null });
  expect(budgetEnd(50, forecast)).toBeNull();
});
