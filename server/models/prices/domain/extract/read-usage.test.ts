import { describe, expect, test } from 'vitest';
import { readUsage } from './read-usage.ts';

const ANTHROPIC = {
  input_tokens: 5,
  cache_read_input_tokens: 1000,
  cache_creation_input_tokens: 300,
  cache_creation: { ephemeral_5m_input_tokens: 100, ephemeral_1h_input_tokens: 200 },
  output_tokens: 7,
  server_tool_use: { web_search_requests: 2 },
  service_tier: 'standard',
  inference_geo: 'not_available',
};

// Fields as in the providers' public references, which the titles name in brackets; the numbers are examples.
test.each<[string, string, object, object]>([
  [
    'OpenAI chat includes cached, written and reasoning tokens in its totals (developers.openai.com/api/reference: chat completion object)',
    'openai',
    {
      prompt_tokens: 2006,
      completion_tokens: 300,
      total_tokens: 2306,
      prompt_tokens_details: { cached_tokens: 1920, cache_write_tokens: 50, audio_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 200, audio_tokens: 0, rejected_prediction_tokens: 3 },
    },
    { tokens_in: 2006, tokens_cached: 1920, tokens_cache_write: { other: 50 }, tokens_out: 300, tokens_reasoning: 200 },
  ],
  [
    'OpenAI responses (developers.openai.com/api/reference: response object)',
    'openai',
    {
      input_tokens: 36,
      input_tokens_details: { cached_tokens: 4 },
      output_tokens: 87,
      output_tokens_details: { reasoning_tokens: 80 },
      total_tokens: 123,
    },
    { tokens_in: 36, tokens_cached: 4, tokens_out: 87, tokens_reasoning: 80 },
  ],
  [
    'an embedding has no output (developers.openai.com/api/reference: create embeddings)',
    'openai',
    { prompt_tokens: 8, total_tokens: 8 },
    { tokens_in: 8, tokens_out: 0 },
  ],
  [
    'Anthropic excludes cached and written tokens from its input (platform.claude.com/docs: messages, usage)',
    'anthropic',
    ANTHROPIC,
    {
      tokens_in: 1305,
      tokens_cached: 1000,
      tokens_cache_write: { '5m': 100, '1h': 200 },
      tokens_out: 7,
      tool_calls: { web_search: 2 },
    },
  ],
  [
    'Gemini counts thoughts and prompts of tools separately (ai.google.dev/api/generate-content: UsageMetadata)',
    'google',
    {
      promptTokenCount: 100,
      cachedContentTokenCount: 40,
      candidatesTokenCount: 20,
      thoughtsTokenCount: 30,
      toolUsePromptTokenCount: 10,
      totalTokenCount: 160,
      promptTokensDetails: [
        { modality: 'TEXT', tokenCount: 60 },
        { modality: 'AUDIO', tokenCount: 40 },
      ],
      cacheTokensDetails: [{ modality: 'AUDIO', tokenCount: 25 }],
    },
    {
      tokens_in: 110,
      tokens_in_audio: 40,
      tokens_cached: 40,
      tokens_cached_audio: 25,
      tokens_out: 50,
      tokens_reasoning: 30,
    },
  ],
  [
    'Bedrock gives the time to live of written tokens (docs.aws.amazon.com/bedrock: TokenUsage, CacheDetail)',
    'bedrock',
    {
      inputTokens: 10,
      outputTokens: 2,
      totalTokens: 62,
      cacheReadInputTokens: 20,
      cacheWriteInputTokens: 30,
      cacheDetails: [
        { ttl: '1h', inputTokens: 20 },
        { ttl: '5m', inputTokens: 10 },
      ],
    },
    { tokens_in: 60, tokens_cached: 20, tokens_cache_write: { '1h': 20, '5m': 10 }, tokens_out: 2 },
  ],
  [
    'Mistral (docs.mistral.ai/api: UsageInfo)',
    'mistral',
    { prompt_tokens: 18, completion_tokens: 7, total_tokens: 25, prompt_audio_seconds: 4 },
    { tokens_in: 18, tokens_out: 7, seconds: 4 },
  ],
  [
    'DeepSeek counts hits and misses (api-docs.deepseek.com/guides/kv_cache)',
    'deepseek',
    {
      prompt_tokens: 100,
      completion_tokens: 50,
      total_tokens: 150,
      prompt_cache_hit_tokens: 64,
      prompt_cache_miss_tokens: 36,
      completion_tokens_details: { reasoning_tokens: 20 },
    },
    { tokens_in: 100, tokens_cached: 64, tokens_out: 50, tokens_reasoning: 20 },
  ],
  [
    'xAI chat excludes reasoning from the completion (docs.x.ai: chat completions)',
    'xai',
    {
      prompt_tokens: 32,
      completion_tokens: 9,
      total_tokens: 135,
      prompt_tokens_details: { text_tokens: 32, audio_tokens: 0, image_tokens: 0, cached_tokens: 6 },
      completion_tokens_details: { reasoning_tokens: 94 },
      num_sources_used: 0,
      cost_in_usd_ticks: 37756000,
    },
    { tokens_in: 32, tokens_cached: 6, tokens_out: 103, tokens_reasoning: 94 },
  ],
  [
    'Perplexity bills citations, searches and reasoning separately (docs.perplexity.ai: sonar deep research)',
    'perplexity',
    {
      prompt_tokens: 33,
      completion_tokens: 7163,
      total_tokens: 7196,
      citation_tokens: 20016,
      num_search_queries: 18,
      reasoning_tokens: 73997,
      search_context_size: 'low',
    },
    {
      tokens_in: 33,
      tokens_out: 81160,
      tokens_reasoning: 73997,
      tokens_citation: 20016,
      tool_calls: { search_queries: 18 },
    },
  ],
  [
    'OpenRouter (openrouter.ai/docs: usage accounting)',
    'openrouter',
    {
      prompt_tokens: 194,
      completion_tokens: 2,
      total_tokens: 196,
      cost: 0.95,
      is_byok: false,
      cost_details: { upstream_inference_cost: 19 },
      prompt_tokens_details: { cached_tokens: 0, cache_write_tokens: 100, audio_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 0 },
      server_tool_use: { web_search_requests: 1 },
    },
    { tokens_in: 194, tokens_cache_write: { other: 100 }, tokens_out: 2, tool_calls: { web_search: 1 } },
  ],
])('%s', (_, provider, given, usage) => {
  const read = readUsage(provider, given);
  const counted = Object.entries(read.usage ?? {}).filter(([, count]) => count !== 0);
  const expected = Object.entries(usage).filter(([, count]) => count !== 0);
  expect([read.problem, Object.fromEntries(counted)]).toEqual([null, Object.fromEntries(expected)]);
  expect(read.problem === null && read.unread).toEqual([]);
});

test('reads how a request was served', () => {
  const read = readUsage('anthropic', { ...ANTHROPIC, inference_geo: 'US', speed: 'fast' });
  expect(read).toMatchObject({ served: { serviceTier: 'standard', region: 'us', speed: 'fast' } });
  expect(readUsage('anthropic', ANTHROPIC)).toHaveProperty('served', { serviceTier: 'standard' });
});

describe('reports what it cannot read', () => {
  test.each<[string, string, unknown, object]>([
    ['a provider', 'acme', { prompt_tokens: 1 }, { path: '', code: 'unknown_provider' }],
    ['a shape of another provider', 'anthropic', { prompt_tokens: 1 }, { path: '', code: 'unknown_shape' }],
    ['no object', 'openai', null, { path: '', code: 'unknown_shape' }],
    ['a list', 'openai', [1], { path: '', code: 'unknown_shape' }],
    ['a count below zero', 'openai', { prompt_tokens: -1 }, { path: 'prompt_tokens', code: 'not_a_count' }],
    [
      'a count as text',
      'openai',
      { prompt_tokens: 1, completion_tokens: '2' },
      { path: 'completion_tokens', code: 'not_a_count' },
    ],
    [
      'two fields of one count that differ',
      'deepseek',
      { prompt_tokens: 9, prompt_cache_hit_tokens: 4, prompt_tokens_details: { cached_tokens: 5 } },
      { path: 'prompt_tokens_details.cached_tokens', code: 'disagrees' },
    ],
    [
      'more tokens by time to live than were written in total',
      'anthropic',
      { ...ANTHROPIC, cache_creation_input_tokens: 250 },
      { path: 'cache_creation_input_tokens', code: 'disagrees' },
    ],
  ])('%s', (_, provider, usage, problem) => {
    expect(readUsage(provider, usage)).toMatchObject({ usage: null, problem });
  });

  test('an unknown field with a value, beside those that it can read', () => {
    const fields = { video_tokens: 3, new_thing: { a: 0, b: null }, list: [1] };
    const read = readUsage('openai', { prompt_tokens: 1, completion_tokens: 1, ...fields });
    expect(read).toHaveProperty('unread', ['video_tokens', 'list']);
    const video = { promptTokenCount: 9, promptTokensDetails: [{ modality: 'VIDEO', tokenCount: 9 }] };
    expect(readUsage('google', video)).toHaveProperty('unread', ['promptTokensDetails[VIDEO]']);
  });
});
