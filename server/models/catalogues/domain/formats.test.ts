import { expect, test } from 'vitest';
import { modelsOfFile, rowsOfFile, rowTexts } from '#test/builders/catalogue-file.ts';

test("OpenRouter's models are read as its own prices, with what depends on routing named", () => {
  const body = {
    data: [
      {
        id: 'anthropic/claude-sonnet-5',
        name: 'Claude Sonnet 5',
        context_length: 1_000_000,
        architecture: { input_modalities: ['text', 'image'] },
        top_provider: { max_completion_tokens: 64_000 },
        expiration_date: '2027-05-01',
        pricing: {
          prompt: '0.000002',
          completion: '0.00001',
          input_cache_read: '0.0000002',
          input_cache_write: '0.0000025',
          web_search: '0.01',
          image: '0.0048',
          internal_reasoning: '0',
          request: '0',
        },
      },
      { id: 'openrouter/auto', pricing: { prompt: '-1', completion: '-1' } },
      { name: 'without an id' },
    ],
  };
  const [claude, auto, ...others] = modelsOfFile('openrouter', body);
  expect(others).toEqual([]);
  expect(claude).toMatchObject({
    provider: 'openrouter',
    modelId: 'anthropic/claude-sonnet-5',
    facts: { display_name: 'Claude Sonnet 5', max_output_tokens: 64_000, retirement_date: '2027-05-01' },
    unread: [{ field: 'pricing/image' }],
  });
  expect(rowTexts(rowsOfFile('openrouter', body))).toEqual([
    'tokens_in 2/1000000',
    'tokens_out 10/1000000',
    'tokens_cached 0.2/1000000',
    'tokens_cache_write 2.5/1000000',
    'tool_calls:web_search 0.01/1',
  ]);
  expect(auto).toMatchObject({
    listed: [],
    unread: [{ field: 'pricing/prompt', because: expect.stringContaining('routed') }, { field: 'pricing/completion' }],
  });
});

test("models.dev's prices are read with their tiers and their fast mode", () => {
  const body = {
    openai: {
      id: 'openai',
      models: {
        'gpt-5.5': {
          id: 'gpt-5.5',
          name: 'GPT-5.5',
          release_date: '2026-04-23',
          limit: { context: 1_050_000, output: 128_000 },
          modalities: { input: ['text', 'image'] },
          cost: {
            input: 5,
            output: 30,
            cache_read: 0.5,
            tiers: [{ tier: { type: 'context', size: 272_000 }, input: 10, output: 45 }],
            context_over_200k: { input: 10, output: 45 },
            input_video: 3,
          },
          experimental: { modes: { fast: { cost: { input: 12.5, output: 75 } }, deep: { cost: { input: 1 } } } },
        },
      },
    },
  };
  expect(rowTexts(rowsOfFile('models_dev', body))).toEqual([
    'tokens_in 5/1000000',
    'tokens_out 30/1000000',
    'tokens_cached 0.5/1000000',
    'tokens_in 10/1000000 (from 272000 input tokens)',
    'tokens_out 45/1000000 (from 272000 input tokens)',
    'tokens_in 12.5/1000000 (fast)',
    'tokens_out 75/1000000 (fast)',
    'tokens_in 12.5/1000000 (fast, from 272000 input tokens)',
    'tokens_out 75/1000000 (fast, from 272000 input tokens)',
  ]);
  expect(modelsOfFile('models_dev', body)[0]).toMatchObject({
    facts: { released_at: '2026-04-23', context_window: 1_050_000 },
    unread: [{ field: 'cost/input_video' }, { field: 'experimental/modes/deep/cost' }],
  });
  const older = { acme: { id: 'acme', models: { m: { cost: { input: 1, context_over_200k: { input: 2 } } } } } };
  expect(rowTexts(rowsOfFile('models_dev', older))).toEqual([
    'tokens_in 1/1000000',
    'tokens_in 2/1000000 (from 200001 input tokens)',
  ]);
});
