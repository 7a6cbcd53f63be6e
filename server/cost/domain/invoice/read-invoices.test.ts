import { expect, test } from 'vitest';
import { readFocus } from './read-focus.ts';
import { readAnthropicCosts, readOpenAiCosts } from './read-provider-costs.ts';

const DAY = Date.UTC(2026, 2, 1) / 86_400_000;

const openAi = (result: object) => ({
  data: [{ start_time: DAY * 86_400, end_time: (DAY + 1) * 86_400, results: [result] }],
});
const anthropic = (result: object) => ({ data: [{ starting_at: '2026-03-01T00:00:00Z', results: [result] }] });

test('OpenAI: dollars as they are written, the meter from the line item', () => {
  const result = {
    amount: { value: 0.06, currency: 'usd' },
    line_item: 'gpt-4o-2024-08-06, cached input',
    quantity: 48_000,
  };
  expect(readOpenAiCosts(openAi(result))).toEqual({
    problems: [],
    lines: [
      {
        ...{ path: '/data/0/results/0', provider: 'openai', day: DAY },
        ...{ model: 'gpt-4o-2024-08-06', meter: 'tokens_cached', quantity: 48_000 },
        ...{ amountPico: 60_000_000_000n, roundingPico: 5_000_000_000n },
      },
    ],
  });
});

test('Anthropic: the amount is a string in cents, so "123.45" is $1.2345', () => {
  const result = {
    amount: '123.45',
    currency: 'USD',
    model: 'claude-sonnet-5',
    token_type: 'cache_creation.ephemeral_1h_input_tokens',
  };
  expect(readAnthropicCosts(anthropic(result)).lines).toEqual([
    {
      path: '/data/0/results/0',
      provider: 'anthropic',
      ...{ day: DAY, model: 'claude-sonnet-5', meter: 'tokens_cache_write:1h', quantity: null },
      ...{ amountPico: 1_234_500_000_000n, roundingPico: 50_000_000n },
    },
  ]);
});

test('FOCUS: model and meter from the keys of SkuPriceDetails, or from other columns', () => {
  const head = 'ChargePeriodStart,BilledCost,BillingCurrency,ConsumedQuantity,SkuMeter,ResourceName,SkuPriceDetails';
  const details = '"{""ModelId"":""gpt-5.5"",""TokenDirection"":""Input"",""TokenCacheAction"":""Read""}"';
  const { lines, problems } = readFocus(
    [
      head,
      `2026-03-01T00:00:00Z,1.25,USD,1000000,,,${details}`,
      '2026-03-02T00:00:00Z,-0.5,USD,,Web Search,atlas-2,',
    ].join('\n'),
  );
  expect(problems).toEqual([]);
  expect(lines).toMatchObject([
    { day: DAY, model: 'gpt-5.5', meter: 'tokens_cached', quantity: 1_000_000, amountPico: 1_250_000_000_000n },
    { day: DAY + 1, model: 'atlas-2', meter: 'web search', quantity: null, amountPico: -500_000_000_000n },
  ]);
});

test.for([
  [
    'an OpenAI export in euros',
    readOpenAiCosts(openAi({ amount: { value: 1, currency: 'eur' }, line_item: 'a, input' })),
    'other_currency',
  ],
  [
    'an amount that is none',
    readOpenAiCosts(openAi({ amount: { value: 'NaN', currency: 'usd' }, line_item: 'a, input' })),
    'not_an_amount',
  ],
  [
    'a quantity below zero',
    readOpenAiCosts(openAi({ amount: { value: 1, currency: 'usd' }, line_item: 'a, input', quantity: -1 })),
    'not_a_quantity',
  ],
  ['a line that names nothing', readOpenAiCosts(openAi({ amount: { value: 1, currency: 'usd' } })), 'not_named'],
  [
    'a day that begins at no time',
    readAnthropicCosts({ data: [{ starting_at: 'x', results: [{ amount: '1', currency: 'USD' }] }] }),
    'not_a_time',
  ],
  [
    'a day before there were models',
    readAnthropicCosts({
      data: [{ starting_at: '1970-01-01T00:00:00Z', results: [{ amount: '1', currency: 'USD' }] }],
    }),
    'not_a_day',
  ],
  [
    'a month as one line',
    readFocus('ChargePeriodStart,ChargePeriodEnd,BilledCost,BillingCurrency\n2026-03-01,2026-04-01,1,USD'),
    'not_one_day',
  ],
  ['an export of which pages are missing', readOpenAiCosts({ data: [], has_more: true }), 'pages_missing'],
  ['a day without its results', readOpenAiCosts({ data: [{ start_time: 0 }] }), 'not_an_export'],
  ['a file that is no export', readAnthropicCosts([{}]), 'not_an_export'],
  [
    'FOCUS in another currency',
    readFocus('ChargePeriodStart,BilledCost,BillingCurrency\n2026-03-01,1,EUR'),
    'other_currency',
  ],
  ['FOCUS without a column', readFocus('ChargePeriodStart,BilledCost\n2026-03-01,1'), 'column_missing'],
  ['what is no CSV', readFocus('a,b\n"'), 'not_csv'],
] as const)('%s is refused by name, and nothing of it is taken', ([, { lines, problems }, code]) => {
  expect(lines).toEqual([]);
  expect(problems[0]?.code).toBe(code);
});
