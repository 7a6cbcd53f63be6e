import { describe, expect, test } from 'vitest';
import { referenceProblem } from './lineage.ts';
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

describe('lineage', () => {
  const nodes = [
    { provider: 'p', modelId: 'a', baseModel: null, fallback: 'p/b' },
    { provider: 'p', modelId: 'b', baseModel: 'p/a', fallback: 'd' },
    { provider: 'p', modelId: 'd', baseModel: 'later', fallback: null },
  ];
  test.each([
    ['a', 'p/b', true],
    ['a', 'p/a', true],
    ['a', 'b', true],
    ['c', 'p/b', false],
    ['a', 'p/unknown', false],
    ['later', 'p/d', true],
  ])('%s made from %s closes a cycle: %s', (modelId, base, expected) => {
    const problem = referenceProblem(nodes, { provider: 'p', modelId }, { baseModel: base });
    expect(problem?.code === 'lineage_cycle').toBe(expected);
  });

  test.each([
    ['a', 'p/a', 'own_fallback'],
    ['d', 'p/a', 'fallback_cycle'],
    ['d', 'b', 'fallback_cycle'],
    ['d', 'p/c', undefined],
    ['c', 'p/a', undefined],
    ['b', 'p/unknown', undefined],
  ])('%s that falls back to %s: %s', (modelId, fallback, code) => {
    expect(referenceProblem(nodes, { provider: 'p', modelId }, { fallback })?.code).toBe(code);
  });

  test('the circle of fallbacks is named from the model to itself', () => {
    expect(referenceProblem(nodes, { provider: 'p', modelId: 'd' }, { fallback: 'p/a' })?.message).toContain(
      'p/d falls back to p/a falls back to p/b falls back to p/d',
    );
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
