import { expect, test } from 'vitest';
import { priceRows, type ShortRow } from '#test/builders/price-rows.ts';
import { formatAmount } from './amount.ts';
import { priceUsage } from './price-usage.ts';
import type { Usage } from './usage.ts';

const AT = Date.parse('2026-11-27T04:00:00Z');
const each = { per: 1 };
const above = { when: { input_tokens_gte: 200_001 } };

// Entries of LiteLLM's price file that two numbers cannot express, as rows; dollars per token have a `per` of 1.
test.each<[string, ShortRow[], Usage, string]>([
  [
    'a tier above 200,000 tokens prices the whole request',
    [
      ['tokens_in', 1.25e-6, each],
      ['tokens_out', 1e-5, each],
      ['tokens_in', 2.5e-6, { ...each, ...above }],
      ['tokens_out', 1.5e-5, { ...each, ...above }],
    ],
    { tokens_in: 300_000, tokens_out: 1000 },
    '0.765',
  ],
  [
    'a price per query',
    [
      ['requests', 0.002, each],
      ['tokens_in', 0],
      ['tokens_out', 0],
    ],
    { tokens_in: 500, tokens_out: 0 },
    '0.002',
  ],
  [
    'a price per request beside tokens',
    [
      ['requests', 0.005, each],
      ['tokens_in', 0],
      ['tokens_out', 1e-6, each],
    ],
    { tokens_in: 500, tokens_out: 10 },
    '0.00501',
  ],
  [
    'a price per image',
    [
      ['images', 0.04, each],
      ['tokens_in', 0],
      ['tokens_out', 0],
    ],
    { tokens_in: 50, images: 1 },
    '0.04',
  ],
  [
    'a price per image without a count of images',
    [
      ['images', 0.04, each],
      ['tokens_in', 0],
      ['tokens_out', 0],
    ],
    { tokens_in: 50 },
    'images: no_count',
  ],
  [
    'reasoning apart',
    [
      ['tokens_in', 1e-6, each],
      ['tokens_out', 1e-6, each],
      ['tokens_reasoning', 3.5e-6, each],
    ],
    { tokens_in: 0, tokens_out: 1000, tokens_reasoning: 900 },
    '0.00325',
  ],
])('%s', (_, rows, usage, dollars) => {
  const { totalPico, lacking } = priceUsage(priceRows(...rows), usage, AT);
  const known =
    totalPico === null ? lacking.map(({ meter, because }) => `${meter}: ${because}`).join() : formatAmount(totalPico);
  expect(known).toBe(dollars);
});

test('attempts of a task add up without rounding errors of doubles', () => {
  const rows = priceRows(['tokens_in', 10], ['tokens_out', 0]);
  const cost = (tokens: number) => priceUsage(rows, { tokens_in: tokens }, AT).totalPico ?? 0n;
  // Two failed attempts of $0.01 and one of $0.02 for one task, $0.02 for another that never succeeded.
  const retries = cost(1000) + cost(1000);
  const all = retries + cost(2000) + cost(2000);
  expect([formatAmount(all), formatAmount(retries)]).toEqual(['0.06', '0.02']);
  expect(formatAmount(Array.from({ length: 100_000 }, () => cost(1)).reduce((sum, one) => sum + one, 0n))).toBe('1');
});
