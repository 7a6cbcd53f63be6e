import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { priceRows } from '#test/builders/price-rows.ts';
import { formatAmount } from './amount.ts';
import { priceUsage } from './price-usage.ts';
import { type BadCount, CONVENTIONS, PARTS, splitUsage, type Usage, withWholeTotals } from './usage.ts';

/** The billed parts by name, without images and seconds, which no case here uses. */
const partsOf = (usage: Usage): Record<string, number | undefined> | BadCount => {
  const parts = new Float64Array(PARTS.length);
  const bad = splitUsage({ images: 0, pixels: 0, seconds: 0, credits: 0, ...usage }, parts);
  const names = PARTS.map(({ meter, cacheTtl }) => (cacheTtl === null ? meter : `${meter} ${cacheTtl}`));
  return bad ?? Object.fromEntries(names.flatMap((name, i) => (parts[i] === 0 ? [] : [[name, parts[i]]])));
};

describe('billed parts', () => {
  test.each<[string, Usage, object]>([
    [
      'are input without its cached part',
      { tokens_in: 9, tokens_cached: 4, tokens_out: 0 },
      { tokens_in: 5, tokens_cached: 4, requests: 1 },
    ],
    [
      'are output without its reasoning',
      { tokens_in: 0, tokens_out: 9, tokens_reasoning: 8 },
      { tokens_out: 1, tokens_reasoning: 8, requests: 1 },
    ],
    [
      'are unknown for a total that was not counted',
      { tokens_out: 1 },
      { tokens_in: Number.NaN, tokens_out: 1, requests: 1 },
    ],
    [
      'are written tokens by their time to live',
      { tokens_in: 9, tokens_cache_write: { '5m': 1, '1h': 2, other: 3 }, tokens_out: 0, requests: 0 },
      { tokens_in: 3, 'tokens_cache_write 5m': 1, 'tokens_cache_write 1h': 2, 'tokens_cache_write other': 3 },
    ],
    [
      'are cached audio, which counts neither as audio nor as cached text',
      { tokens_in: 10, tokens_in_audio: 6, tokens_cached: 5, tokens_cached_audio: 4, tokens_out: 0, requests: 0 },
      { tokens_in: 3, tokens_in_audio: 2, tokens_cached: 1, tokens_cached_audio: 4 },
    ],
  ])('%s', (_, usage, expected) => expect(partsOf(usage)).toEqual(expected));

  test.each<[string, Usage, object]>([
    ['more cached than input', { tokens_in: 5, tokens_cached: 6 }, { meter: 'tokens_cached', whole: 'tokens_in' }],
    [
      'more cached and written than input',
      { tokens_in: 5, tokens_cached: 2, tokens_cache_write: 4 },
      { meter: 'tokens_cache_write', whole: 'tokens_in' },
    ],
    [
      'more reasoning than output',
      { tokens_out: 5, tokens_reasoning: 6 },
      { meter: 'tokens_reasoning', whole: 'tokens_out' },
    ],
    [
      'more cached audio than audio',
      { tokens_in: 9, tokens_in_audio: 1, tokens_cached: 9, tokens_cached_audio: 2 },
      { meter: 'tokens_cached_audio', whole: 'tokens_in_audio' },
    ],
  ])('are unknown for %s, and the problem names both meters', (_, usage, names) => {
    expect(partsOf(usage)).toEqual({ ...names, because: 'more_than_whole' });
  });
});

const count = fc.nat(1000);
const anyUsage = fc.record({
  tokens_in: count,
  tokens_out: count,
  tokens_cached: count,
  tokens_cached_audio: count,
  tokens_in_audio: count,
  tokens_in_image: count,
  tokens_cache_write: fc.oneof(count, fc.record({ '5m': count, '1h': count })),
  tokens_reasoning: count,
  tokens_out_audio: count,
});

property.prop([anyUsage])('no token is billed twice or left out: parts add up to the totals', (usage) => {
  const parts = new Float64Array(PARTS.length);
  const input = usage.tokens_in + 4000;
  const whole: Usage = {
    ...usage,
    tokens_in: input,
    tokens_in_audio: usage.tokens_in_audio + usage.tokens_cached_audio,
    tokens_cached: usage.tokens_cached + usage.tokens_cached_audio,
    tokens_out: usage.tokens_out + 2000,
  };
  if (splitUsage(whole, parts) !== null) return;
  const sumOf = (pattern: RegExp) =>
    PARTS.reduce((sum, { meter }, i) => (pattern.test(meter) ? sum + (parts[i] ?? 0) : sum), 0);
  expect(sumOf(/^tokens_(in|cache)/)).toBe(input);
  expect(sumOf(/^tokens_(out|reasoning)/)).toBe(usage.tokens_out + 2000);
});

describe("a provider's own convention", () => {
  const rows = priceRows(['tokens_in', 3], ['tokens_cached', 0.3], ['tokens_cache_write', 3.75], ['tokens_out', 15]);
  test.each<[string, keyof typeof CONVENTIONS, Usage, string]>([
    [
      'Anthropic excludes cached tokens from its input',
      'anthropic',
      { tokens_in: 5, tokens_cached: 128_955, tokens_out: 100 },
      '0.0402015',
    ],
    [
      'Anthropic excludes written tokens from its input',
      'anthropic',
      { tokens_in: 5, tokens_cache_write: { '5m': 1000 }, tokens_out: 0 },
      '0.003765',
    ],
    [
      'OpenAI includes both in its input',
      'openai',
      { tokens_in: 1000, tokens_cached: 800, tokens_out: 100 },
      '0.00234',
    ],
    [
      'Gemini excludes thoughts from its output',
      'gemini',
      { tokens_in: 1000, tokens_out: 100, tokens_reasoning: 900 },
      '0.018',
    ],
    [
      'OpenAI includes reasoning in its output',
      'openai',
      { tokens_in: 1000, tokens_out: 1000, tokens_reasoning: 900 },
      '0.018',
    ],
  ])('%s', (_, provider, usage, dollars) => {
    const { totalPico } = priceUsage(rows, withWholeTotals(usage, CONVENTIONS[provider]), Date.parse('2026-11-27'));
    expect(totalPico === null ? null : formatAmount(totalPico)).toBe(dollars);
  });

  test('keeps an unknown total unknown', () => {
    expect(withWholeTotals({ tokens_in: null, tokens_cached: 5 }, CONVENTIONS.anthropic).tokens_in).toBeNull();
  });
});
