import { expect, test } from 'vitest';
import { type KnownModels, nameModel } from './model-name.ts';

const known: KnownModels = {
  providerOf: (id) => ({ registered: 'acme', 'meta/llama': 'host' })[id] ?? null,
  has: (provider, id) => `${provider}/${id}` === 'openai/gpt/4',
};

test.each<[string, string, string | null, string]>([
  ['provider/id is split at the first slash', 'openai/gpt/4', null, 'openai + gpt/4'],
  ['a provider that is named wins', 'meta/llama', 'azure', 'azure + meta/llama'],
  ['a provider that the model repeats is cut off', 'openai/gpt-4', 'openai', 'openai + gpt-4'],
  ["a bare id is the registry's", 'registered', null, 'acme + registered'],
  ['a bare id that is not registered is unknown', 'mystery', null, 'unknown + mystery'],
  ["a registered id with a slash is its host's", 'meta/llama', null, 'host + meta/llama'],
  ['a slash at the end splits nothing', 'odd/', null, 'unknown + odd/'],
])('%s', (_, model, provider, named) => {
  const { provider: by, model: id } = nameModel(model, provider, known);
  expect(`${by} + ${id}`).toBe(named);
});
