import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { formatAmount } from '#server/models/prices/domain/amount.ts';
import { priceUsage } from '#server/models/prices/domain/price-usage.ts';
import { tiesOf } from '#server/models/prices/domain/ties.ts';
import type { Usage } from '#server/models/prices/domain/usage.ts';
import { rowsOfListed } from './domain/rows-of-listed.ts';
import { readEmbedded } from './embedded.ts';

const { find, models } = await readEmbedded();

/** The rows of an embedded model from a day on. */
function rowsOf(provider: string, modelId: string, from = '2026-01-01') {
  const model = find(provider, modelId);
  const at = { source: 'genai_prices' as const, from, readOn: null, nowMs: Date.parse('2026-11-27') };
  const { rows, problems } = rowsOfListed(model?.listed ?? [], at, () => '');
  expect([problems, tiesOf(rows)]).toEqual([[], []]);
  return rows;
}
const cost = (provider: string, modelId: string, usage: Usage, at: string) => {
  const { totalPico } = priceUsage(rowsOf(provider, modelId), usage, Date.parse(at));
  return totalPico === null ? null : formatAmount(totalPico);
};

// The figures of the vendors' pages, as operations.md has them.
test.each<[string, string, string, Usage, string, string | null]>([
  ['below a threshold', 'openai', 'gpt-5.5', { tokens_in: 271_999, tokens_out: 1000 }, '2026-11-01', '1.389995'],
  ['from the threshold on', 'openai', 'gpt-5.5', { tokens_in: 272_000, tokens_out: 1000 }, '2026-11-01', '2.765'],
  ['before a change', 'openai', 'gpt-5.6-luna', { tokens_in: 1000, tokens_out: 1000 }, '2026-07-29', '0.007'],
  ['after it', 'openai', 'gpt-5.6-luna', { tokens_in: 1000, tokens_out: 1000 }, '2026-07-30', '0.0014'],
  [
    'a tier before it was abolished',
    'anthropic',
    'claude-opus-4-6',
    { tokens_in: 300_000, tokens_out: 0 },
    '2026-03-12',
    '3',
  ],
  ['and after', 'anthropic', 'claude-opus-4-6', { tokens_in: 300_000, tokens_out: 0 }, '2026-03-13', '1.5'],
  [
    'before a scheduled rise',
    'google',
    'gemini-3.7-flash',
    { tokens_in: 1_000_000, tokens_out: 0 },
    '2026-12-31',
    '0.75',
  ],
  ['after it', 'gemini', 'gemini-3.7-flash', { tokens_in: 1_000_000, tokens_out: 0 }, '2027-01-01', '1.5'],
  [
    'an hour at the peak',
    'deepseek',
    'deepseek-v4-flash',
    { tokens_in: 1_000_000, tokens_out: 0 },
    '2026-11-03T02:00:00Z',
    '0.44',
  ],
  [
    'an hour off it',
    'deepseek',
    'deepseek-v4-flash',
    { tokens_in: 1_000_000, tokens_out: 0 },
    '2026-11-03T12:00:00Z',
    '0.22',
  ],
  [
    'a cache by its time to live',
    'anthropic',
    'claude-sonnet-4-6',
    { tokens_in: 2000, tokens_out: 0, tokens_cache_write: { '5m': 1000, '1h': 1000 } },
    '2026-11-01',
    '0.00975',
  ],
  [
    'a tool',
    'anthropic',
    'claude-sonnet-4-6',
    { tokens_in: 0, tokens_out: 0, tool_calls: { web_search: 3 } },
    '2026-11-01',
    '0.03',
  ],
])('%s', (_, provider, modelId, usage, at, dollars) => {
  expect(cost(provider, modelId, usage, at)).toBe(dollars);
});

test('finds a model by its id, else by the rule of the package, and no model of another provider', () => {
  expect(find('anthropic', 'claude-3-5-haiku-20241022')?.modelId).toBe('claude-3-5-haiku-latest');
  expect(find('xai', 'grok-4')?.provider).toBe('x-ai');
  expect(find('nobody', 'gpt-5.5')).toBeNull();
});

test('names what it cannot express, and marks coming prices as announced', () => {
  expect(find('mistral', 'mistral-ocr-latest')?.unread[0]?.field).toBe('input_document_kpages');
  expect(rowsOf('google', 'gemini-3.7-flash').map(({ state }) => state)).toContain('announced');
});

test('every model can be read, and the package is the pinned one', () => {
  expect(models).toBeGreaterThan(1500);
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(dependencies['@pydantic/genai-prices']).toBe('0.1.8');
});
