/**
 * A price file in LiteLLM's form with as many fields an entry as the real one has: plain models, long-context tiers,
 * batches, caches, images, audio. `move`: the factor on every seventh price, for an import of changes.
 */
export function catalogueFile(models: number, move = 1): Record<string, unknown> {
  return Object.fromEntries(
    Array.from({ length: models }, (_, i) => {
      const input = Number(((1 + (i % 97)) * 5e-8 * (i % 7 === 0 ? move : 1)).toPrecision(6));
      const of = (times: number) => Number((input * times).toPrecision(6));
      return [
        `vendor-${i % 40}/model-${i}`,
        {
          litellm_provider: `vendor-${i % 40}`,
          mode: i % 20 === 0 ? 'image_generation' : 'chat',
          max_input_tokens: 128_000 + i,
          max_output_tokens: 16_384,
          input_cost_per_token: input,
          output_cost_per_token: of(4),
          ...(i % 20 === 0 ? { output_cost_per_image: 0.04 } : {}),
          ...(i % 2 === 0 ? { cache_read_input_token_cost: of(0.1) } : {}),
          ...(i % 3 === 0
            ? { cache_creation_input_token_cost: of(1.25), cache_creation_input_token_cost_above_1hr: of(2) }
            : {}),
          ...(i % 4 === 0
            ? { input_cost_per_token_above_200k_tokens: of(2), output_cost_per_token_above_200k_tokens: of(6) }
            : {}),
          ...(i % 5 === 0 ? { input_cost_per_token_batches: of(0.5), output_cost_per_token_batches: of(2) } : {}),
          supports_vision: i % 2 === 0,
          supports_function_calling: true,
          supports_prompt_caching: i % 2 === 0,
          source: `https://vendor-${i % 40}.example/pricing`,
        },
      ];
    }),
  );
}
