import { describe, expect, test } from 'vitest';
import { formatAmount } from '#server/models/prices/domain/amount.ts';
import { priceUsage, type ServedAs } from '#server/models/prices/domain/price-usage.ts';
import type { Usage } from '#server/models/prices/domain/usage.ts';
import { modelsOfFile, READ_AT, rowsOfFile, rowTexts } from '#test/builders/catalogue-file.ts';

const liteLlm = (fields: object) => ({ model: { litellm_provider: 'acme', mode: 'chat', ...fields } });

describe("LiteLLM's price file", () => {
  // Entries that four numbers could not express, and what a request costs by them.
  test.each<[string, object, Usage, ServedAs, string]>([
    [
      'a tier above 200k tokens prices the whole request',
      {
        input_cost_per_token: 1.25e-6,
        output_cost_per_token: 1e-5,
        input_cost_per_token_above_200k_tokens: 2.5e-6,
        output_cost_per_token_above_200k_tokens: 1.5e-5,
      },
      { tokens_in: 300_000, tokens_out: 1000 },
      {},
      '0.765',
    ],
    [
      'exactly 200k tokens are not above',
      {
        input_cost_per_token: 1e-6,
        output_cost_per_token: 0,
        input_cost_per_token_above_200k_tokens: 2e-6,
      },
      { tokens_in: 200_000, tokens_out: 0 },
      {},
      '0.2',
    ],
    [
      'a query',
      { mode: 'rerank', input_cost_per_query: 0.002, input_cost_per_token: 0, output_cost_per_token: 0 },
      { tokens_in: 500, tokens_out: 0 },
      {},
      '0.002',
    ],
    [
      'a request beside its tokens',
      { input_cost_per_request: 0.005, input_cost_per_token: 0, output_cost_per_token: 1e-6 },
      { tokens_in: 500, tokens_out: 10 },
      {},
      '0.00501',
    ],
    [
      'an image',
      { mode: 'image_generation', output_cost_per_image: 0.04, input_cost_per_token: 0, output_cost_per_token: 0 },
      { tokens_in: 50, images: 1 },
      {},
      '0.04',
    ],
    [
      'an image that was not counted',
      { mode: 'image_generation', output_cost_per_image: 0.04, input_cost_per_token: 0, output_cost_per_token: 0 },
      { tokens_in: 50 },
      {},
      'images: no_count',
    ],
    [
      'reasoning',
      { input_cost_per_token: 1e-6, output_cost_per_token: 1e-6, output_cost_per_reasoning_token: 3.5e-6 },
      { tokens_in: 0, tokens_out: 1000, tokens_reasoning: 900 },
      {},
      '0.00325',
    ],
    [
      'a second of audio, stated twice',
      { mode: 'audio_transcription', input_cost_per_second: 0.0001, output_cost_per_second: 0.0001 },
      { seconds: 60 },
      {},
      '0.006',
    ],
    [
      'pixels',
      { mode: 'image_generation', input_cost_per_pixel: 1.9e-8, output_cost_per_pixel: 0 },
      { pixels: 1024 * 1024 },
      {},
      '0.019922944',
    ],
    [
      'a cache by its time to live',
      {
        input_cost_per_token: 2e-6,
        output_cost_per_token: 1e-5,
        cache_read_input_token_cost: 2e-7,
        cache_creation_input_token_cost: 2.5e-6,
        cache_creation_input_token_cost_above_1hr: 4e-6,
      },
      { tokens_in: 4000, tokens_out: 0, tokens_cached: 1000, tokens_cache_write: { '5m': 1000, '1h': 1000 } },
      {},
      '0.0087',
    ],
    [
      'a batch',
      {
        input_cost_per_token: 5e-6,
        output_cost_per_token: 3e-5,
        input_cost_per_token_batches: 2.5e-6,
        output_cost_per_token_batches: 1.5e-5,
      },
      { tokens_in: 1000, tokens_out: 100 },
      { serviceTier: 'batch' },
      '0.004',
    ],
    [
      'a long request in the priority tier, by the product of both',
      {
        input_cost_per_token: 5e-6,
        output_cost_per_token: 3e-5,
        input_cost_per_token_priority: 1.25e-5,
        input_cost_per_token_above_272k_tokens: 1e-5,
        input_cost_per_token_above_272k_tokens_priority: 2.5e-5,
      },
      { tokens_in: 300_000, tokens_out: 0 },
      { serviceTier: 'priority' },
      '7.5',
    ],
    [
      'a web search of one price, and files that were searched',
      {
        input_cost_per_token: 0,
        output_cost_per_token: 0,
        search_context_cost_per_query: { search_context_size_low: 0.01, search_context_size_high: 0.01 },
        file_search_cost_per_1k_calls: 2.5,
      },
      { tokens_in: 1, tokens_out: 1, tool_calls: { web_search: 2, file_search: 2 } },
      {},
      '0.025',
    ],
  ])('prices %s', (_, fields, usage, served, dollars) => {
    const rows = rowsOfFile('litellm', liteLlm(fields));
    const { totalPico, lacking } = priceUsage(rows, usage, Date.parse(READ_AT), served);
    const known = totalPico === null ? lacking.map(({ meter, because }) => `${meter}: ${because}`).join() : totalPico;
    expect(typeof known === 'string' ? known : formatAmount(known)).toBe(dollars);
  });

  test('gives amounts exactly as they are written, and names what it had to round', () => {
    const fields = {
      input_cost_per_token: 1.5e-7,
      output_cost_per_token: '0.00000012345678901234567',
      cache_read_input_token_cost: 2.4414e-7,
    };
    expect(rowTexts(rowsOfFile('litellm', liteLlm(fields)))).toEqual([
      'tokens_in 0.15/1000000',
      'tokens_out 0.123456789012/1000000',
      'tokens_cached 0.24414/1000000',
    ]);
    expect(modelsOfFile('litellm', liteLlm(fields))[0]?.unread).toEqual([
      { field: 'output_cost_per_token', because: 'has more than 12 decimals and was rounded' },
    ]);
  });

  test('adds the price of what a batch above a threshold costs where the file has none, and names it', () => {
    const fields = {
      input_cost_per_token: 5e-6,
      input_cost_per_token_batches: 2.5e-6,
      input_cost_per_token_flex: 2.5e-6,
      input_cost_per_token_above_200k_tokens: 1e-5,
    };
    expect(rowTexts(rowsOfFile('litellm', liteLlm(fields)))).toEqual([
      'tokens_in 5/1000000',
      'tokens_in 2.5/1000000 (batch)',
      'tokens_in 2.5/1000000 (flex)',
      'tokens_in 10/1000000 (from 200001 input tokens)',
      'tokens_in 10/1000000 (batch, from 200001 input tokens)',
      'tokens_in 10/1000000 (flex, from 200001 input tokens)',
    ]);
  });

  test('reads ranges of input tokens', () => {
    const tiered_pricing = [
      { range: [0, 32_000], input_cost_per_token: 1e-6, output_cost_per_token: 5e-6 },
      { range: [32_000, 128_000], input_cost_per_token: 1.8e-6, output_cost_per_token: 9e-6 },
    ];
    expect(rowTexts(rowsOfFile('litellm', liteLlm({ tiered_pricing })))).toEqual([
      'tokens_in 1/1000000',
      'tokens_out 5/1000000',
      'tokens_in 1.8/1000000 (from 32001 input tokens)',
      'tokens_out 9/1000000 (from 32001 input tokens)',
    ]);
  });

  test('names each price that no row can express', () => {
    expect(
      modelsOfFile(
        'litellm',
        liteLlm({
          input_cost_per_character: 1e-6,
          code_interpreter_cost_per_session: 0.03,
          vector_store_cost_per_gb_per_day: 0.1,
          search_context_cost_per_query: { search_context_size_low: 0.01, search_context_size_high: 0.02 },
          regional_processing_uplift_multiplier_eu: 1.1,
          provider_specific_entry: { fast: 6 },
          ocr_cost_per_page: 0.001,
          input_cost_per_image: 0.002,
          input_cost_per_token_above_noon: 1,
          annotation_cost_per_page: 0,
          output_cost_per_token: -1,
        }),
      )[0]?.unread.map(({ field }) => field),
    ).toEqual([
      'input_cost_per_image',
      'input_cost_per_character',
      'code_interpreter_cost_per_session',
      'vector_store_cost_per_gb_per_day',
      'search_context_cost_per_query',
      'regional_processing_uplift_multiplier_eu',
      'provider_specific_entry',
      'ocr_cost_per_page',
      'input_cost_per_token_above_noon',
      'output_cost_per_token',
    ]);
  });

  test('has facts beside prices; its deprecation date is the day of the shutdown', () => {
    expect(
      modelsOfFile('litellm', {
        'openai/gpt-4o': {
          litellm_provider: 'openai',
          mode: 'chat',
          max_input_tokens: 128_000,
          max_output_tokens: 16_384,
          supports_vision: true,
          deprecation_date: '2027-01-01',
        },
        sample_spec: { litellm_provider: 'x' },
        nameless: {},
        seven: 7,
      }),
    ).toEqual([
      {
        provider: 'openai',
        modelId: 'gpt-4o',
        facts: {
          context_window: 128_000,
          max_output_tokens: 16_384,
          modalities: ['text', 'image'],
          retirement_date: '2027-01-01',
        },
        listed: [],
        unread: [],
      },
    ]);
  });
});
