import { describe, expect, test } from 'vitest';
import { priceRows, type ShortRow } from '#test/builders/price-rows.ts';
import { formatAmount } from './amount.ts';
import { compilePrices } from './compile-prices.ts';
import { priceUsage, type ServedAs } from './price-usage.ts';
import type { Usage } from './usage.ts';

const MILLION = 1_000_000;

/** The dollars of a usage by both `priceUsage` and `compilePrices`, or what is missing. */
function costOf(rows: readonly ShortRow[], usage: Usage, at: string, served?: ServedAs): string {
  const read = priceRows(...rows);
  const plain = priceUsage(read, usage, Date.parse(at), served);
  const { totalPico, lacking } = compilePrices(read)(usage, Date.parse(at), served);
  expect({ totalPico, lacking }).toEqual({ totalPico: plain.totalPico, lacking: plain.lacking });
  if (plain.totalPico !== null) return formatAmount(plain.totalPico);
  return plain.lacking.map(({ meter, because }) => `${meter}: ${because}`).join(', ');
}

/** Input and output prices per million tokens from a day on. */
const inOut = (input: number, output: number, more: ShortRow[2] = {}): ShortRow[] => [
  ['tokens_in', input, more],
  ['tokens_out', output, more],
];
const both: Usage = { tokens_in: MILLION, tokens_out: MILLION };

type Case = [sentence: string, rows: ShortRow[], usage: Usage, at: string, served: ServedAs, expected: string];
const NOW = '2026-11-27T04:00:00Z';

describe('a price by date', () => {
  const luna = [...inOut(1, 6), ...inOut(0.2, 1.2, { effective_from: '2026-07-30' })];
  const sol = [...inOut(5, 30), ...inOut(4, 20, { effective_from: '2026-08-21' })];
  const flash = [
    ...inOut(0.75, 3.75, { effective_to: '2027-01-01' }),
    ...inOut(1.5, 7.5, { effective_from: '2027-01-01', state: 'announced' }),
  ];
  const rise = (state: string) => [...inOut(2, 10), ...inOut(3, 15, { effective_from: '2026-09-01', state })];
  test.each<Case>([
    ['gpt-5.6-luna before its change', luna, both, '2026-07-29T23:59:59.999Z', {}, '7'],
    ['gpt-5.6-luna since', luna, both, '2026-07-30T00:00:00Z', {}, '1.4'],
    ['gpt-5.6-sol before its change', sol, both, '2026-08-20T23:59:59.999Z', {}, '35'],
    ['gpt-5.6-sol since', sol, both, '2026-08-21T00:00:00Z', {}, '24'],
    ['gemini-3.7-flash this year', flash, both, '2026-12-31T23:59:59.999Z', {}, '4.5'],
    ['gemini-3.7-flash next year, as announced', flash, both, '2027-01-01T00:00:00Z', {}, '9'],
    ['claude-sonnet-5 with the announced rise', rise('announced'), both, '2026-09-01T00:00:00Z', {}, '18'],
    ['claude-sonnet-5 with the rise withdrawn', rise('withdrawn'), both, '2026-09-01T00:00:00Z', {}, '12'],
    ['before the first price', luna, both, '2025-12-31T00:00:00Z', {}, 'tokens_in: no_price, tokens_out: no_price'],
  ])('%s', (_, rows, usage, at, served, expected) => expect(costOf(rows, usage, at, served)).toBe(expected));
});

describe('a cache', () => {
  const read = (input: number, cached: number): ShortRow[] => [...inOut(input, 0), ['tokens_cached', cached]];
  const allCached: Usage = { tokens_in: MILLION, tokens_cached: MILLION, tokens_out: 0 };
  const sonnet: ShortRow[] = [
    ...inOut(2, 10),
    ['tokens_cache_write', '2.50', { when: { cache_ttl: '5m' } }],
    ['tokens_cache_write', 4, { when: { cache_ttl: '1h' } }],
  ];
  const openai: ShortRow[] = [...inOut(4, 20), ['tokens_cache_write', 5]];
  const storage: ShortRow[] = [...inOut(0.75, 3.75), ['cache_storage_hours', 0.5]];
  const written = (tokens: Usage['tokens_cache_write']): Usage => ({
    tokens_in: 3000,
    tokens_out: 100,
    tokens_cache_write: tokens,
  });
  test.each<Case>([
    ['claude-opus-5 is read at a tenth', read(5, 0.5), allCached, NOW, {}, '0.5'],
    ['opus-5-5 is read at a twentieth', read(4, 0.2), allCached, NOW, {}, '0.2'],
    ['fable-5-1 is read at a fortieth', read(10, 0.25), allCached, NOW, {}, '0.25'],
    ['the cost of a cache without a row is unknown', inOut(3, 15), allCached, NOW, {}, 'tokens_cached: no_price'],
    ['claude-sonnet-5 is written for five minutes', sonnet, written({ '5m': 2000 }), NOW, {}, '0.008'],
    ['claude-sonnet-5 is written for an hour', sonnet, written({ '1h': 2000 }), NOW, {}, '0.011'],
    ['claude-sonnet-5 is written for both', sonnet, written({ '5m': 1000, '1h': 1000 }), NOW, {}, '0.0095'],
    ['a time to live that is not stated', sonnet, written(2000), NOW, {}, 'tokens_cache_write: no_price'],
    ['OpenAI since GPT-5.6 is written at 1.25×', openai, written(2000), NOW, {}, '0.016'],
    ['is stored by token and hour', storage, { ...both, cache_storage_hours: MILLION * 24 }, NOW, {}, '16.5'],
    ['is stored for half an hour', storage, { ...both, cache_storage_hours: 1.5 }, NOW, {}, '4.50000075'],
  ])('%s', (_, rows, usage, at, served, expected) => expect(costOf(rows, usage, at, served)).toBe(expected));
});

describe('a context tier prices the whole request', () => {
  const gpt: ShortRow[] = [
    ...inOut(5, 30),
    ['tokens_cached', 0.5],
    ...inOut(10, 45, { when: { input_tokens_gte: 272_000 } }),
    ['tokens_cached', 1, { when: { input_tokens_gte: 272_000 } }],
  ];
  const moreThan = [...inOut(5, 30), ...inOut(10, 45, { when: { input_tokens_gte: 272_001 } })];
  const opus = [
    ...inOut(5, 25),
    ...inOut(10, 37.5, { effective_to: '2026-03-13', when: { input_tokens_gte: 200_001 } }),
  ];
  const long: Usage = { tokens_in: 300_000, tokens_out: 1000 };
  test.each<Case>([
    ['gpt-5.5 below', gpt, { tokens_in: 271_999, tokens_out: 1000 }, NOW, {}, '1.389995'],
    ['gpt-5.5 at it', gpt, { tokens_in: 272_000, tokens_out: 1000 }, NOW, {}, '2.765'],
    ['gpt-5.5 counts what was cached', gpt, { ...long, tokens_cached: 299_000 }, NOW, {}, '0.354'],
    ['gpt-5.5 reasons at the price of its tier', gpt, { ...long, tokens_reasoning: 900 }, NOW, {}, '3.045'],
    ['GPT-6 says "more than": at it', moreThan, { tokens_in: 272_000, tokens_out: 1000 }, NOW, {}, '1.39'],
    ['GPT-6 says "more than": past it', moreThan, { tokens_in: 272_001, tokens_out: 1000 }, NOW, {}, '2.76501'],
    ['claude-opus-4-6 had one', opus, long, '2026-03-12T23:59:59.999Z', {}, '3.0375'],
    ['claude-opus-4-6 has none since', opus, long, '2026-03-13T00:00:00Z', {}, '1.525'],
    [
      'is not guessed where the input was not counted',
      [
        ['tokens_in', 0],
        ['tokens_out', 30],
        ['tokens_out', 45, { when: { input_tokens_gte: 272_000 } }],
      ],
      { tokens_in: null, tokens_out: 1000 },
      NOW,
      {},
      'tokens_out: no_count',
    ],
  ])('%s', (_, rows, usage, at, served, expected) => expect(costOf(rows, usage, at, served)).toBe(expected));
});

describe('how it was served', () => {
  const tier = (service_tier: string, more = {}) => ({ when: { service_tier, ...more } });
  const gpt = [
    ...inOut(5, 30),
    ...inOut(2.5, 15, tier('batch')),
    ...inOut(2.5, 15, tier('flex')),
    ...inOut(12.5, 75, tier('priority')),
    ...inOut(10, 45, { when: { input_tokens_gte: 272_000 } }),
    ...inOut(5, 22.5, tier('batch', { input_tokens_gte: 272_000 })),
    ...inOut(5, 22.5, tier('flex', { input_tokens_gte: 272_000 })),
    ...inOut(12.5, 75, tier('priority', { input_tokens_gte: 272_000 })),
    ['tokens_cached', 0.5] as const,
    ['tokens_cached', 0.25, tier('flex')] as const,
    ['tokens_cached', 1, { when: { input_tokens_gte: 272_000 } }] as const,
    ['tokens_cached', 0.5, tier('flex', { input_tokens_gte: 272_000 })] as const,
  ];
  const gemini = [...inOut(1, 5), ...inOut(1.8, 9, tier('priority'))];
  const opus8 = [...inOut(5, 25), ...inOut(10, 50, { when: { speed: 'fast' } })];
  const opus7 = [...inOut(5, 25), ...inOut(30, 150, { when: { speed: 'fast' } })];
  const xai = [...inOut(2, 10), ...inOut(2.2, 11, { when: { region: 'us' } })];
  const bedrock = [...inOut(3, 15), ...inOut(3.3, 16.5, { when: { region: 'eu-central-1' } })];
  const small: Usage = { tokens_in: 100_000, tokens_out: 10_000 };
  const long: Usage = { tokens_in: 400_000, tokens_out: 10_000, tokens_cached: 100_000 };
  test.each<Case>([
    ['gpt-5.5 as usual', gpt, small, NOW, { serviceTier: 'default' }, '0.8'],
    ['gpt-5.5 where it is not stated', gpt, small, NOW, {}, '0.8'],
    ['gpt-5.5 in a batch is half', gpt, small, NOW, { serviceTier: 'batch' }, '0.4'],
    ['gpt-5.5 flex is half', gpt, small, NOW, { serviceTier: 'flex' }, '0.4'],
    ['gpt-5.5 priority is 2.5×', gpt, small, NOW, { serviceTier: 'priority' }, '2'],
    ['gpt-5.5 long', gpt, long, NOW, {}, '3.55'],
    ['gpt-5.5 flex × cache × long', gpt, long, NOW, { serviceTier: 'flex' }, '1.775'],
    ['Gemini priority is 1.8×', gemini, both, NOW, { serviceTier: 'priority' }, '10.8'],
    ['claude-opus-4-8 fast is 2×', opus8, both, NOW, { speed: 'fast' }, '60'],
    ['opus-4-7 fast is 6×', opus7, both, NOW, { speed: 'fast' }, '180'],
    ['opus-4-7 at its own pace', opus7, both, NOW, { speed: 'standard' }, '30'],
    ['xAI in the US is 1.1×', xai, both, NOW, { region: 'us' }, '13.2'],
    ['Claude on Bedrock in a region is 10 % more', bedrock, both, NOW, { region: 'eu-central-1' }, '19.8'],
    ['Claude on Bedrock everywhere', bedrock, both, NOW, {}, '18'],
    ['a price of one tier only', inOut(1, 2, tier('batch')), { tokens_in: 1 }, NOW, {}, 'tokens_in: no_price'],
  ])('%s', (_, rows, usage, at, served, expected) => expect(costOf(rows, usage, at, served)).toBe(expected));
});

describe('hours and weekdays', () => {
  const days = ['mon', 'tue', 'wed', 'thu', 'fri'];
  const peak = (from: string, to: string) => ({
    effective_from: '2026-08-17',
    when: { hours: { tz: 'Asia/Shanghai', days, from, to } },
  });
  // 01–04 and 06–10 UTC are 09–12 and 14–18 in Beijing, whose weekends are off-peak.
  const deepseek = [
    ...inOut(0.22, 0.66, { effective_from: '2026-08-17' }),
    ...inOut(0.44, 1.32, peak('09:00', '12:00')),
    ...inOut(0.44, 1.32, peak('14:00', '18:00')),
  ];
  test.each<[at: string, dollars: string]>([
    ['2026-11-27T00:59:59.999Z', '0.88'],
    ['2026-11-27T01:00:00Z', '1.76'],
    ['2026-11-27T03:59:59.999Z', '1.76'],
    ['2026-11-27T04:00:00Z', '0.88'],
    ['2026-11-27T06:00:00Z', '1.76'],
    ['2026-11-27T09:59:59.999Z', '1.76'],
    ['2026-11-27T10:00:00Z', '0.88'],
    ['2026-11-28T02:00:00Z', '0.88'],
    ['2026-11-29T07:00:00Z', '0.88'],
    ['2026-11-30T02:00:00Z', '1.76'],
  ])('deepseek-v4-flash at %s costs %s', (at, dollars) => expect(costOf(deepseek, both, at)).toBe(dollars));
});

describe('meters that are no text tokens', () => {
  const flash: ShortRow[] = [
    ...inOut(0.3, 2.5),
    ['tokens_in_audio', 1],
    ['tokens_cached', 0.03],
    ['tokens_cached_audio', 0.1],
  ];
  const image: ShortRow[] = [...inOut(2, 12), ['tokens_out_image', 120]];
  const research: ShortRow[] = [...inOut(2, 8), ['tokens_reasoning', 3], ['tokens_citation', 2]];
  const sonar: ShortRow[] = [...inOut(1, 1), ['requests', 12, { per: 1000 }]];
  const search: ShortRow[] = [...inOut(3, 15), ['tool_calls:web_search', 10, { per: 1000 }]];
  const collections: ShortRow[] = [...inOut(3, 15), ['tool_calls:collections_search', 2.5, { per: 1000 }]];
  const ownTools: ShortRow[] = [...search, ['tool_calls', 0, { per: 1 }]];
  const whisper: ShortRow[] = [['seconds', 0.36, { per: 3600 }]];
  const dalle: ShortRow[] = [['pixels', 1.9e-8, { per: 1 }]];
  const canvas: ShortRow[] = [['images', 0.06, { per: 1 }]];
  const ptu: ShortRow[] = [
    ...inOut(2.5, 10),
    ...inOut(0, 0, { when: { service_tier: 'provisioned' } }),
    ['provisioned_unit_hours', 1, { per: 1, when: { service_tier: 'provisioned' } }],
  ];
  const heard: Usage = {
    tokens_in: 1000,
    tokens_in_audio: 600,
    tokens_cached: 500,
    tokens_cached_audio: 400,
    tokens_out: 0,
  };
  const calls = (tool_calls: Record<string, number>): Usage => ({ tokens_in: 1000, tokens_out: 0, tool_calls });
  const PROVISIONED = { serviceTier: 'provisioned' };
  test.each<Case>([
    // 300 text at 0.30, 200 audio at 1.00, 100 cached text at 0.03, 400 cached audio at 0.10.
    ['gemini-2.5-flash hears', flash, heard, NOW, {}, '0.000333'],
    ['gemini-3-pro-image, 2K', image, { tokens_in: 0, tokens_out: 1120, tokens_out_image: 1120 }, NOW, {}, '0.1344'],
    ['gemini-3-pro-image, 4K', image, { tokens_in: 0, tokens_out: 2000, tokens_out_image: 2000 }, NOW, {}, '0.24'],
    [
      'sonar-deep-research bills reasoning and citations apart',
      research,
      { tokens_in: MILLION, tokens_out: 2 * MILLION, tokens_reasoning: MILLION, tokens_citation: MILLION },
      NOW,
      {},
      '15',
    ],
    ['sonar bills requests', sonar, { tokens_in: 500, tokens_out: 100 }, NOW, {}, '0.0126'],
    ['Anthropic bills searches', search, calls({ web_search: 3 }), NOW, {}, '0.033'],
    ['xAI bills searches of collections', collections, calls({ collections_search: 2 }), NOW, {}, '0.008'],
    ['a tool without a price', search, calls({ web_search: 1, own: 1 }), NOW, {}, 'tool_calls:own: no_price'],
    ['own tools are free where a row prices them at 0', ownTools, calls({ web_search: 1, own: 9 }), NOW, {}, '0.013'],
    ['a tool that was not called', search, calls({ own: 0 }), NOW, {}, '0.003'],
    ['whisper-1 bills seconds', whisper, { seconds: 90.5 }, NOW, {}, '0.00905'],
    ['dall-e-2 bills pixels', dalle, { pixels: 1024 * 1024 }, NOW, {}, '0.019922944'],
    ['nova-canvas bills images', canvas, { images: 3 }, NOW, {}, '0.18'],
    ['provisioned units bill hours', ptu, { provisioned_unit_hours: 15 * 24 }, NOW, PROVISIONED, '360'],
    ['provisioned units bill no token', ptu, both, NOW, PROVISIONED, '0'],
    ['a credit is a cent', [['credits', 0.01, { per: 1 }]], { credits: 2.25 }, NOW, {}, '0.0225'],
  ])('%s', (_, rows, usage, at, served, expected) => expect(costOf(rows, usage, at, served)).toBe(expected));
});

describe('an unknown cost', () => {
  const plain = inOut(3, 15);
  test.each<Case>([
    ['has no price', [], both, NOW, {}, 'tokens_in: no_price, tokens_out: no_price'],
    ['has no price although nothing was used', [], { tokens_in: 0, tokens_out: 0 }, NOW, {}, 'tokens_in: no_price'],
    ['has no count', plain, {}, NOW, {}, 'tokens_in: no_count, tokens_out: no_count'],
    ['has no count although all is free', inOut(0, 0), {}, NOW, {}, 'tokens_in: no_count'],
    ['has half a count', plain, { tokens_in: 100 }, NOW, {}, 'tokens_out: no_count'],
    [
      'has more parts than the whole',
      plain,
      { tokens_in: 5, tokens_cached: 128_955 },
      NOW,
      {},
      'tokens_cached: more_than_whole',
    ],
    [
      'has a count that is no number',
      plain,
      { tokens_in: Number.NaN, tokens_out: 1 },
      NOW,
      {},
      'tokens_in: not_a_count',
    ],
    ['has a count below zero', plain, { tokens_in: 1, tokens_out: -1 }, NOW, {}, 'tokens_out: not_a_count'],
    ['has half a call', plain, { ...both, tool_calls: { x: 0.5 } }, NOW, {}, 'tool_calls: not_a_count'],
  ])('%s', (_, rows, usage, at, served, expected) => expect(costOf(rows, usage, at, served)).toBe(expected));

  test.each<Case>([
    ['is not the cost of no use', plain, { tokens_in: 0, tokens_out: 0 }, NOW, {}, '0'],
    [
      'is not the cost of a missing output count where output is free',
      inOut(3, 0),
      { tokens_in: 100 },
      NOW,
      {},
      '0.0003',
    ],
  ])('%s', (_, rows, usage, at, served, expected) => expect(costOf(rows, usage, at, served)).toBe(expected));
});

test('the lines of a cost add up to it', () => {
  const rows = priceRows(['tokens_in', 3], ['tokens_out', 15], ['tokens_cached', 0.3]);
  const { lines, totalPico } = priceUsage(
    rows,
    { tokens_in: 1000, tokens_cached: 800, tokens_out: 100 },
    Date.parse(NOW),
  );
  expect(
    lines.map(({ meter, quantity, per, rowId, amountPico }) => [meter, quantity, per, rowId, formatAmount(amountPico)]),
  ).toEqual([
    ['tokens_in', 200, MILLION, '0', '0.0006'],
    ['tokens_cached', 800, MILLION, '2', '0.00024'],
    ['tokens_out', 100, MILLION, '1', '0.0015'],
  ]);
  expect(totalPico).toBe(2_340_000_000n);
});
