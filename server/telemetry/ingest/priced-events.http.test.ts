// Over 300 lines: every row of the table of what a price of 2026 must carry, as one table of tests through the two routes.
import { afterAll, describe, expect, test } from 'vitest';
import { telemetrySetup } from '#test/builders/telemetry-setup.ts';

const { system, key, send, get } = await telemetrySetup();
afterAll(() => system.dispose());

type Row = [meter: string, amount: string | number, more?: Record<string, unknown>];
const MILLION = 1_000_000;
const NOW = '2026-11-27T04:00:00.000Z';
const inOut = (input: number, output: number, more: Record<string, unknown> = {}): Row[] => [
  ['tokens_in', input, more],
  ['tokens_out', output, more],
];
const both = { tokens_in: MILLION, tokens_out: MILLION };
const tier = (service_tier: string) => ({ when: { service_tier } });

let models = 0;

/** Registers a model with these rows, sends an event of it and returns the event as it is read. */
async function priced(rows: readonly Row[], fields: object, at: string, provider = 'acme') {
  models += 1;
  const model_id = `m-${models}`;
  const prices = rows.map(([meter, amount, more]) => {
    return { meter, per: MILLION, amount, effective_from: '2026-01-01', ...more };
  });
  const made = await system.api('POST', '/api/v1/models', { key, body: { provider, model_id, prices } });
  expect(made.body.errors ?? []).toEqual([]);
  system.clock.set(new Date(at));
  const sent = await send([{ id: model_id, at, provider, model: model_id, ...fields }]);
  expect(sent.body).toMatchObject({ accepted: 1, rejected: 0 });
  return (await get(`/api/v1/events/${model_id}`)).body;
}

/** The cost in dollars, or the meters that lack a price or a count. */
function told(body: { cost_usd: number | null; cost: { lacking: { meter: string; because: string }[] } }) {
  if (body.cost_usd !== null) return body.cost_usd;
  return body.cost.lacking.map(({ meter, because }) => `${meter}: ${because}`).join(', ');
}

const luna = [...inOut(1, 6), ...inOut(0.2, 1.2, { effective_from: '2026-07-30' })];
const flash = [
  ...inOut(0.75, 3.75, { effective_to: '2027-01-01' }),
  ...inOut(1.5, 7.5, { effective_from: '2027-01-01', state: 'announced' }),
];
const sonnet: Row[] = [
  ...inOut(2, 10),
  ...inOut(3, 15, { effective_from: '2026-09-01', state: 'withdrawn' }),
  ['tokens_cached', 0.2],
  ['tokens_cache_write', '2.50', { when: { cache_ttl: '5m' } }],
  ['tokens_cache_write', 4, { when: { cache_ttl: '1h' } }],
];
const long = { when: { input_tokens_gte: 272_000 } };
const gpt: Row[] = [
  ...inOut(5, 30),
  ...inOut(10, 45, long),
  ...inOut(2.5, 15, tier('batch')),
  ...inOut(12.5, 75, tier('priority')),
  ...inOut(5, 22.5, { when: { service_tier: 'batch', input_tokens_gte: 272_000 } }),
  ...inOut(12.5, 75, { when: { service_tier: 'priority', input_tokens_gte: 272_000 } }),
];
const opus46 = [
  ...inOut(5, 25),
  ...inOut(10, 37.5, { effective_to: '2026-03-13', when: { input_tokens_gte: 200_001 } }),
];
const peak = (from: string, to: string) => ({
  when: { hours: { tz: 'Asia/Shanghai', days: ['mon', 'tue', 'wed', 'thu', 'fri'], from, to } },
});
const deepseek = [
  ...inOut(0.22, 0.66),
  ...inOut(0.44, 1.32, peak('09:00', '12:00')),
  ...inOut(0.44, 1.32, peak('14:00', '18:00')),
];
const gemini: Row[] = [
  ...inOut(0.3, 2.5),
  ['tokens_in_audio', 1],
  ['tokens_cached', 0.03],
  ['tokens_cached_audio', 0.1],
];
const anthropic = (more: object) => ({ input_tokens: 1000, output_tokens: 0, ...more });

// Every row of the research's table of what a correct price of 2026 must carry, through the two routes.
describe('an event costs what the rows of its model say', () => {
  test.each<[string, Row[], object, string, number | string, provider?: string]>([
    ['before a change by date', luna, both, '2026-07-29T23:59:59.999Z', 7],
    ['since a change by date', luna, both, '2026-07-30T00:00:00.000Z', 1.4],
    ['before an announced change', flash, both, '2026-12-31T23:59:59.999Z', 4.5],
    ['since an announced change', flash, both, '2027-01-01T00:00:00.000Z', 9],
    ['with an announcement taken back', sonnet, both, NOW, 12],
    [
      'read from a cache at its own ratio',
      [...inOut(10, 50), ['tokens_cached', 0.25]],
      { ...both, tokens_cached: MILLION },
      NOW,
      50.25,
    ],
    [
      'written to a cache for five minutes',
      sonnet,
      { tokens_in: 3000, tokens_out: 100, tokens_cache_write: { '5m': 2000 } },
      NOW,
      0.008,
    ],
    [
      'written for an hour',
      sonnet,
      { tokens_in: 3000, tokens_out: 100, tokens_cache_write: { '1h': 2000 } },
      NOW,
      0.011,
    ],
    [
      'written for both',
      sonnet,
      { tokens_in: 3000, tokens_out: 100, tokens_cache_write: { '5m': 1000, '1h': 1000 } },
      NOW,
      0.0095,
    ],
    [
      'written for a time that is not stated',
      sonnet,
      { tokens_in: 3000, tokens_out: 100, tokens_cache_write: 2000 },
      NOW,
      'tokens_cache_write: no_price',
    ],
    [
      'written at 1.25 × the input',
      [...inOut(4, 20), ['tokens_cache_write', 5]],
      { tokens_in: 3000, tokens_out: 100, tokens_cache_write: 2000 },
      NOW,
      0.016,
    ],
    [
      'stored in a cache by the hour',
      [...inOut(0.75, 3.75), ['cache_storage_hours', 0.5]],
      { ...both, usage: { cache_storage_hours: MILLION * 24 } },
      NOW,
      16.5,
    ],
    ['a token below a context tier', gpt, { tokens_in: 271_999, tokens_out: 1000 }, NOW, 1.389995],
    ['in a context tier, the whole request', gpt, { tokens_in: 272_000, tokens_out: 1000 }, NOW, 2.765],
    [
      'in a tier that was not yet abolished',
      opus46,
      { tokens_in: 300_000, tokens_out: 1000 },
      '2026-03-12T23:59:59.999Z',
      3.0375,
    ],
    ['since a tier was abolished', opus46, { tokens_in: 300_000, tokens_out: 1000 }, '2026-03-13T00:00:00.000Z', 1.525],
    ['at half the price in a batch', gpt, { tokens_in: 100_000, tokens_out: 10_000, service_tier: 'batch' }, NOW, 0.4],
    [
      'with priority, however it is spelled',
      gpt,
      { tokens_in: 100_000, tokens_out: 10_000, service_tier: 'Priority' },
      NOW,
      2,
    ],
    [
      'in a batch and a context tier at once',
      gpt,
      { tokens_in: 400_000, tokens_out: 10_000, service_tier: 'batch' },
      NOW,
      2.225,
    ],
    [
      'in fast mode, which the usage object says',
      [...inOut(5, 25), ...inOut(30, 150, { when: { speed: 'fast' } })],
      { usage: { input_tokens: MILLION, output_tokens: MILLION, speed: 'fast' } },
      NOW,
      180,
      'anthropic',
    ],
    [
      'in a region',
      [...inOut(3, 15), ...inOut(3.3, 16.5, { when: { region: 'eu-central-1' } })],
      { ...both, region: 'eu-central-1' },
      NOW,
      19.8,
    ],
    [
      'in any other region',
      [...inOut(3, 15), ...inOut(3.3, 16.5, { when: { region: 'eu-central-1' } })],
      both,
      NOW,
      18,
    ],
    ['in the hours of the peak', deepseek, both, '2026-11-27T01:00:00.000Z', 1.76],
    ['between them', deepseek, both, '2026-11-27T04:00:00.000Z', 0.88],
    ['on a weekend in Beijing', deepseek, both, '2026-11-28T02:00:00.000Z', 0.88],
    [
      'heard as audio, some of it from a cache',
      gemini,
      {
        usage: {
          promptTokenCount: 1000,
          candidatesTokenCount: 0,
          cachedContentTokenCount: 500,
          promptTokensDetails: [{ modality: 'AUDIO', tokenCount: 600 }],
          cacheTokensDetails: [{ modality: 'AUDIO', tokenCount: 400 }],
        },
      },
      NOW,
      0.000333,
      'google',
    ],
    [
      'drawn as an image of 4K',
      [...inOut(2, 12), ['tokens_out_image', 120]],
      { tokens_in: 0, tokens_out: 2000, usage: { tokens_out_image: 2000 } },
      NOW,
      0.24,
    ],
    [
      'with reasoning and citations apart',
      [...inOut(2, 8), ['tokens_reasoning', 3], ['tokens_citation', 2]],
      {
        usage: {
          prompt_tokens: MILLION,
          completion_tokens: MILLION,
          reasoning_tokens: MILLION,
          citation_tokens: MILLION,
        },
      },
      NOW,
      15,
      'perplexity',
    ],
    ['by request', [...inOut(1, 1), ['requests', 12, { per: 1000 }]], { tokens_in: 500, tokens_out: 100 }, NOW, 0.0126],
    [
      'by search',
      [...inOut(3, 15), ['tool_calls:web_search', 10, { per: 1000 }]],
      { usage: anthropic({ server_tool_use: { web_search_requests: 3 } }) },
      NOW,
      0.033,
      'anthropic',
    ],
    [
      'by call of a tool that it names',
      [...inOut(3, 15), ['tool_calls:collections_search', 2.5, { per: 1000 }]],
      { tokens_in: 1000, tokens_out: 0, tool_calls: { collections_search: 2 } },
      NOW,
      0.008,
    ],
    ['by second', [['seconds', 0.36, { per: 3600 }]], { usage: { seconds: 90.5 } }, NOW, 0.00905],
    ['by pixel', [['pixels', 1.9e-8, { per: 1 }]], { usage: { pixels: 1024 * 1024 } }, NOW, 0.019922944],
    ['by image', [['images', 0.06, { per: 1 }]], { usage: { images: 3 } }, NOW, 0.18],
    [
      'by hour of a provisioned unit',
      [...inOut(0, 0), ['provisioned_unit_hours', 1, { per: 1 }]],
      { tokens_in: 0, tokens_out: 0, usage: { provisioned_unit_hours: 360 } },
      NOW,
      360,
    ],
    ['by credit', [['credits', 0.01, { per: 1 }]], { usage: { credits: 2.25 } }, NOW, 0.0225],
    [
      'nothing known for a cached token without a row',
      inOut(3, 15),
      { ...both, tokens_cached: 10 },
      NOW,
      'tokens_cached: no_price',
    ],
    [
      'nothing known for a tool without a row',
      inOut(3, 15),
      { ...both, tool_calls: { own: 1 } },
      NOW,
      'tool_calls:own: no_price',
    ],
    [
      'nothing known for more cached tokens than there were',
      [...inOut(3, 15), ['tokens_cached', 1]],
      { tokens_in: 10, tokens_out: 1, tokens_cached: 20 },
      NOW,
      'tokens_cached: more_than_whole',
    ],
    ['nothing known without a count', inOut(3, 15), {}, NOW, 'tokens_in: no_count, tokens_out: no_count'],
  ])('%s', async (_, rows, fields, at, expected, provider) => {
    expect(told(await priced(rows, fields, at, provider))).toBe(expected);
  });
});

describe('an event takes from the usage object what it does not say itself', () => {
  const usage = {
    input_tokens: 5,
    cache_read_input_tokens: 1000,
    cache_creation_input_tokens: 300,
    cache_creation: { ephemeral_5m_input_tokens: 100, ephemeral_1h_input_tokens: 200 },
    output_tokens: 7,
    service_tier: 'standard',
    new_field: 3,
  };

  test('and shows its arithmetic, the object as it was sent and what of it nobody knows', async () => {
    const body = await priced(sonnet, { usage, tokens_out: 10 }, NOW, 'anthropic');
    expect(body).toMatchObject({
      tokens_in: 1305,
      tokens_cached: 1000,
      tokens_cache_write: 300,
      cache_write: { '5m': 100, '1h': 200 },
      tokens_out: 10,
      service_tier: 'standard',
      region: null,
      usage,
      cost_usd: 0.00136,
      cost: { source: 'computed', total_usd: '0.00136', lacking: [], usage_unread: ['new_field'], usage_problem: null },
    });
    expect(
      body.cost.lines.map((line: Record<string, unknown>) => [
        line.meter,
        line.cache_ttl,
        line.quantity,
        line.price_usd,
        line.amount_usd,
      ]),
    ).toEqual([
      ['tokens_in', null, 5, '2', '0.00001'],
      ['tokens_cached', null, 1000, '0.2', '0.0002'],
      ['tokens_cache_write', '5m', 100, '2.5', '0.00025'],
      ['tokens_cache_write', '1h', 200, '4', '0.0008'],
      ['tokens_out', null, 10, '10', '0.0001'],
    ]);
  });

  test('and is kept with what keeps the object from being read', async () => {
    const body = await priced(sonnet, { usage: { tokens: 5 } }, NOW, 'anthropic');
    expect(body).toMatchObject({
      cost_usd: null,
      usage: { tokens: 5 },
      cost: { usage_problem: { code: 'unknown_shape' } },
    });
  });

  test('and keeps a cost that it says itself, beside what prices would make it', async () => {
    const body = await priced(inOut(3, 15), { ...both, cost_usd: 0.5 }, NOW);
    expect(body).toMatchObject({ cost_usd: 0.5, cost: { source: 'recorded', total_usd: '18' } });
  });
});

test.each<[string, object, string, string]>([
  ['a time to live that is none', { tokens_cache_write: { '2h': 1 } }, 'invalid_value', '/tokens_cache_write'],
  ['half a written token', { tokens_cache_write: { '5m': 0.5 } }, 'invalid_value', '/tokens_cache_write'],
  ['written tokens as text', { tokens_cache_write: '5' }, 'invalid_type', '/tokens_cache_write'],
  [
    'more written tokens than a column holds',
    { tokens_cache_write: { '5m': 2 ** 31 - 1, '1h': 1 } },
    'invalid_value',
    '/tokens_cache_write',
  ],
  ['calls as a number', { tool_calls: 3 }, 'invalid_type', '/tool_calls'],
  ['calls below zero', { tool_calls: { search: -1 } }, 'invalid_value', '/tool_calls'],
  ['a tool without a name', { tool_calls: { '': 1 } }, 'invalid_value', '/tool_calls'],
  [
    '51 tools',
    { tool_calls: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`t${i}`, 1])) },
    'invalid_value',
    '/tool_calls',
  ],
  ['a usage object that is a list', { usage: [1] }, 'invalid_type', '/usage'],
  ['a usage object of 8,001 characters', { usage: { text: 'x'.repeat(7_990) } }, 'invalid_value', '/usage'],
  ['U+0000 in a usage object', { usage: { 'a\u0000': 1 } }, 'invalid_text', '/usage'],
  ['an empty tier', { service_tier: '' }, 'invalid_value', '/service_tier'],
  ['a region of 61 characters', { region: 'x'.repeat(61) }, 'invalid_value', '/region'],
])('an event with %s is refused', async (_, fields, code, path) => {
  const { body } = await send([{ id: 'bad', at: system.clock.now().toISOString(), model: 'x', ...fields }]);
  expect(body.results[0]).toMatchObject({ status: 422, code, path });
});

test('counts that no column holds are named and not stored', async () => {
  const body = await priced(inOut(1, 1), { usage: { prompt_tokens: 2 ** 40, completion_tokens: 1 } }, NOW, 'openai');
  expect(body).toMatchObject({ tokens_in: null, cost_usd: null, cost: { usage_problem: { code: 'not_a_count' } } });
});
