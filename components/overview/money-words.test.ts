import { describe, expect, test } from 'vitest';
import { figureValue } from '#components/cost/outcomes/figure-words.ts';
import { comingOf, type Retirement } from './coming.ts';
import { type Money, monthNote, monthSpark, outcomeNote, priceEffect, priceTitle } from './money-words.ts';

const DAY = 86_400_000;
const NOV = Date.UTC(2026, 10, 1);
const plain = (text: string | undefined) => text?.replaceAll('\u00a0', ' ');

type Trend = Money['outcomes'];
const figure: NonNullable<Trend['figure']> = {
  ...{ tasks: 900, immature: 10, succeeded: 800, withoutOutcome: 5, unknownCostAttempts: 0, missing: null },
  perOutcome: { ratio: 0.0214, low: 0.0209, high: 0.022, standardError: 0.0003, method: 'log_delta', bound: 'figure' },
};
const compared = (ratio: number, interval: [number, number] | null) => ({
  ...{
    refused: null,
    first: 1,
    second: 1,
    ratio,
    interval,
    strata: [],
    onlyFirst: [],
    onlySecond: [],
    leftOutShare: 0,
  },
});
const trend = (more: Partial<Omit<Trend, 'figure'>> & { figure?: Partial<typeof figure> | null } = {}): Trend => ({
  ...{ from: 0, to: 1, change: compared(0.96, [0.93, 0.99]), spark: [], sparkBefore: [] },
  ...more,
  figure: more.figure === null ? null : { ...figure, ...more.figure },
});

test.for([
  ['a change whose interval excludes none is real', {}, '$0.0214', '−4.0 %', 'real, −7.0 % to −1.0 %'],
  [
    'one that may be chance is not shown as a change',
    { change: compared(0.96, [0.9, 1.02]) },
    '$0.0214',
    undefined,
    'no clear change, −10.0 % to +2.0 %',
  ],
  ['without a week before there is no change', { change: null }, '$0.0214', undefined, 'no week before'],
  [
    'of another mix of tasks it is not compared',
    { change: { refused: 'no_common_stratum', onlyFirst: [], onlySecond: [] } },
    '$0.0214',
    undefined,
    'not compared',
  ],
  [
    'a figure without some costs is a lower bound',
    { change: null, figure: { perOutcome: { ...figure.perOutcome, bound: 'at_least' } } },
    '≥ $0.0214',
    undefined,
    'no week before',
  ],
  [
    'without outcomes the tile says so',
    { figure: { withoutOutcome: 900, succeeded: 0, perOutcome: null, missing: 'no_success' } },
    '–',
    undefined,
    'no outcome sent yet',
  ],
  [
    'of young tasks alone nothing is known',
    { figure: { tasks: 0, withoutOutcome: 0, perOutcome: null, missing: 'no_mature_task' } },
    '–',
    undefined,
    '10 tasks, none old enough to count',
  ],
  [
    'where no cost is known there is no figure',
    { figure: { perOutcome: null, missing: 'no_known_cost' } },
    '–',
    undefined,
    'cost unknown',
  ],
  ['without a task there is none', { figure: null }, '–', undefined, 'no task'],
] as const)('%s', ([, more, value, strong, quiet]) => {
  const given = trend(more as Parameters<typeof trend>[0]);
  const note = outcomeNote(given);
  expect([figureValue(given.figure), note.strong, note.quiet].map(plain)).toEqual([value, strong, quiet]);
});

const month: Money['month'] = {
  ...{
    source: 'rollups',
    spent: 240,
    keyless: 0,
    pendingMinutes: 0,
    requests: 100,
    unknown: 0,
    steps: [],
    month: { from: NOV, to: NOV + 30 * DAY },
  },
  days: [
    { at: NOV, amount: 100 },
    { at: NOV + DAY, amount: null },
    { at: NOV + 2 * DAY, amount: 140 },
  ],
  forecast: {
    ...{ refused: null, spent: 240, total: 372, low: 361, high: 390 },
    days: [{ at: NOV + 2 * DAY, upTo: { amount: 250, low: 245, high: 260 } }],
  },
};

describe('the month', () => {
  test.for([
    ['stands against its budget', month, 372, '65 %', 'of $372, forecast $372'],
    ['may be over it', month, 200, '120 %', 'of $200, forecast $372'],
    ['has no budget', month, null, undefined, 'no budget, forecast $372'],
    [
      'has no forecast in its first days',
      { ...month, forecast: { refused: 'too_few_days', days: 3, daysMin: 14 } },
      372,
      '65 %',
      'of $372, no forecast',
    ],
    ['is unknown where no cost is', { ...month, spent: null }, 372, undefined, 'cost unknown'],
  ] as const)('%s', ([, of, limit, strong, quiet]) => {
    const note = monthNote({ month: { ...of, days: [], forecast: of.forecast } as Money['month'], limit });
    expect([note.strong, note.quiet].map(plain)).toEqual([strong, quiet]);
  });

  test('adds up by day, and by forecast from today on', () => {
    const { values, ahead } = monthSpark(month);
    expect([values.length, ahead.length]).toEqual([30, 30]);
    expect(values.slice(0, 4)).toEqual([100, 100, 240, null]);
    expect(ahead.slice(1, 4)).toEqual([null, 250, null]);
  });
});

test.for([
  [
    'more, in this month and later',
    { factor: 1.5, inForecastUsd: 4.1, in30DaysUsd: 12 },
    'A request of acme/a costs 50 % more',
    '+$4.10 in this month’s forecast, +$12.00 in 30 days at today’s use',
  ],
  [
    'less, from a later month on',
    { factor: 0.9, inForecastUsd: null, in30DaysUsd: -3 },
    'A request of acme/a costs 10 % less',
    'Nothing this month, −$3.00 in 30 days at today’s use',
  ],
  [
    'unknown, and not 0',
    { factor: null, inForecastUsd: null, in30DaysUsd: null },
    'A price of acme/a changes',
    'Effect unknown: its requests have no price before or after it',
  ],
] as const)('an announced price: %s', ([, price, title, effect]) => {
  const full = { model: 'acme/a', at: NOV + 9 * DAY, ...price };
  expect([priceTitle(full), priceEffect(full)].map(plain)).toEqual([title, effect]);
});

test('what is coming stands by date: a retired model, a silence, an ending budget, a price, a later retirement', () => {
  const retirement: Retirement = {
    ...{ name: 'openai/gpt-4', provider: 'openai', modelId: 'gpt-4', registered: true },
    ...{ retiresOn: '2026-11-24', days: 21, prompts: 1, proof: 'unproven' },
  };
  const gone: Retirement = {
    ...retirement,
    name: 'old',
    provider: null,
    registered: false,
    retiresOn: '2026-11-01',
    days: -2,
    proof: null,
  };
  const ending = {
    id: 'b',
    name: 'search',
    limit: 300,
    at: NOV + 7 * DAY,
    earliest: NOV + 6 * DAY,
    latest: null,
    total: 372,
    low: 361,
    high: 390,
  };
  const price = { model: 'acme/a', at: NOV + 8 * DAY, factor: 2, inForecastUsd: 1, in30DaysUsd: 2 };
  const money = { month, prices: [price], ending: [ending] } as unknown as Money;
  const silences = [
    { id: 's', matchers: [{ label: 'kind', value: 'latency' }], by: 'Ada', endsAt: new Date(NOV + 3 * DAY) },
  ];
  const lines = comingOf('p', { retirements: [retirement, gone], silences, money, now: NOV + 2.5 * DAY });
  expect(lines.map(({ days, title, isUrgent }) => [days, plain(title), isUrgent])).toEqual([
    [-2, 'old is retired and still serves', true],
    [1, 'Silence of kind latency ends', false],
    [5, 'Budget of search is spent', false],
    [6, 'A request of acme/a costs 100 % more', false],
    [21, 'openai/gpt-4 retires', true],
  ]);
  expect(lines.map(({ sub }) => plain(sub))).toEqual([
    'Serves 1 prompt; it has no fallback',
    'Set by Ada; what it hides rings again',
    'On 7 Nov at the earliest, perhaps not this month (80 %); $300 set for November, forecast $372 ($361 to $390)',
    '+$1.00 in this month’s forecast, +$2.00 in 30 days at today’s use',
    'Serves 1 prompt; replacement not proven',
  ]);
  expect(lines.map(({ href }) => href)).toEqual([
    '/p/p/models?tab=deprecations',
    '/p/p/alerts/silences',
    '/p/p/cost/budgets?budget=b',
    '/p/p/models/acme/a',
    '/p/p/models/openai/gpt-4',
  ]);
});
