import { expect, test } from 'vitest';
import { makeBilledMatcher } from './match-billed.ts';

const match = makeBilledMatcher([
  'openai/gpt-4o',
  'azure/gpt-4o',
  'openai/gpt-4.1-2025-04-14',
  'openai/o3-2025-04-16',
  'openai/o3-2025-06-10',
  'anthropic/claude-sonnet-4-5',
  'bedrock/eu.anthropic.claude-sonnet-4-5-20250929-v1:0',
  'unknown/house',
]);

test.for([
  ['its exact id', 'openai', 'gpt-4o', 'openai/gpt-4o'],
  ['the same id of the provider that bills', 'microsoft', 'gpt-4o', 'azure/gpt-4o'],
  ['a dated id of an alias', 'openai', 'gpt-4o-2024-08-06', 'openai/gpt-4o'],
  ['an alias of a dated id', 'openai', 'gpt-4.1', 'openai/gpt-4.1-2025-04-14'],
  ['another case', 'openai', 'GPT-4o', 'openai/gpt-4o'],
  ['a dated id of Anthropic', 'anthropic', 'claude-sonnet-4-5-20250929', 'anthropic/claude-sonnet-4-5'],
  [
    'the cloud’s way to write it',
    'amazon web services',
    'anthropic.claude-sonnet-4-5-20250929-v1:0',
    'bedrock/eu.anthropic.claude-sonnet-4-5-20250929-v1:0',
  ],
  ['a model whose provider nobody knows', 'openai', 'house', 'unknown/house'],
  ['a name without provider, where only one has it', '', 'house', 'unknown/house'],
] as const)('%s is matched', ([, billed, name, model]) => {
  expect(match(billed, name)).toEqual({ kind: 'one', model });
});

test('what may be several is not guessed, and what nobody has seen is none', () => {
  expect(match('', 'gpt-4o')).toEqual({ kind: 'several', models: ['openai/gpt-4o', 'azure/gpt-4o'] });
  expect(match('openai', 'o3')).toEqual({ kind: 'several', models: ['openai/o3-2025-04-16', 'openai/o3-2025-06-10'] });
  expect(match('openai', 'gpt-4.1-2025-05-05'), 'another date is another model').toEqual({ kind: 'none' });
  expect(match('openai', 'claude-sonnet-4-5'), 'of another provider').toEqual({ kind: 'none' });
});
