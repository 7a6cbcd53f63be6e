import { describe, expect, test } from 'vitest';
import { fromLiteLlm } from './litellm.ts';
import { daysLeft, modelStatus } from './status.ts';

const NOW = new Date('2026-11-20T23:59:59.999Z');

describe('the status of a model', () => {
  test.each([
    [null, null, 'active'],
    ['2026-11-21', null, 'active'],
    ['2026-11-20', null, 'deprecated'],
    ['2026-01-01', '2027-12-31', 'deprecated'],
    [null, '2027-12-31', 'deprecated'],
    [null, '2027-02-18', 'retiring'],
    [null, '2027-02-19', 'deprecated'],
    ['2026-01-01', '2026-11-21', 'retiring'],
    ['2026-01-01', '2026-11-20', 'retired'],
  ])('deprecated %s, retired %s: %s', (deprecationDate, retirementDate, expected) => {
    expect(modelStatus({ deprecationDate, retirementDate }, NOW)).toBe(expected);
  });

  test('is preview until the day of its release, unless it is deprecated already', () => {
    const none = { deprecationDate: null, retirementDate: null };
    expect(modelStatus({ ...none, releasedAt: '2026-11-21' }, NOW)).toBe('preview');
    expect(modelStatus({ ...none, releasedAt: '2026-11-20' }, NOW)).toBe('active');
    expect(modelStatus({ ...none, deprecationDate: '2026-11-01', releasedAt: '2026-11-21' }, NOW)).toBe('deprecated');
  });

  test('counts whole UTC days to the retirement, else to the deprecation', () => {
    expect(daysLeft({ deprecationDate: '2026-11-21', retirementDate: '2026-12-11' }, NOW)).toBe(21);
    expect(daysLeft({ deprecationDate: '2026-11-19', retirementDate: null }, NOW)).toBe(-1);
    expect(daysLeft({ deprecationDate: null, retirementDate: null }, NOW)).toBeNull();
  });
});

describe("LiteLLM's price file", () => {
  test('gives dollars per million tokens without rounding noise', () => {
    expect(
      fromLiteLlm('openai/gpt-4o', {
        litellm_provider: 'openai',
        mode: 'chat',
        max_input_tokens: 128000,
        max_output_tokens: 16384,
        input_cost_per_token: 2.5e-6,
        output_cost_per_token: 1e-5,
        cache_read_input_token_cost: 1.25e-6,
        supports_vision: true,
        deprecation_date: '2027-01-01',
      }),
    ).toEqual({
      provider: 'openai',
      model_id: 'gpt-4o',
      context_window: 128000,
      max_output_tokens: 16384,
      modalities: ['text', 'image'],
      deprecation_date: '2027-01-01',
      prices: [{ input_per_mtok: 2.5, output_per_mtok: 10, cached_input_per_mtok: 1.25 }],
    });
  });

  test('leaves a price unknown, instead of 0, where the file has none', () => {
    expect(
      fromLiteLlm('dall-e', { litellm_provider: 'openai', mode: 'image_generation', input_cost_per_pixel: 1 }),
    ).toEqual({ provider: 'openai', model_id: 'dall-e', modalities: ['image_generation'] });
  });

  test.each([
    ['sample_spec', { litellm_provider: 'x' }],
    ['m', {}],
    ['m', 7],
  ])('passes over %s', (key, entry) => {
    expect(fromLiteLlm(key, entry)).toBeNull();
  });
});
