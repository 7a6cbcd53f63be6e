import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { CURATED } from './curated.ts';
import { coreOf } from './deployed-name.ts';
import { entryName } from './entry.ts';
import { type Match, makeMatcher } from './match-deployed.ts';

const match = makeMatcher(CURATED);

/** A match as text: its kind and the entries that it names. */
const textOf = (found: Match): string => {
  if (found.kind === 'none') return 'none';
  if (found.kind === 'ambiguous') return `${found.doubt}: ${found.candidates.map(entryName).join(', ')}`;
  return `${found.kind} ${entryName(found.entry)}`;
};

describe('what is deployed', () => {
  test.for([
    ['openai', 'gpt-4-0613', 'exact openai/gpt-4-0613'],
    ['openai', 'gpt-5', 'alias openai/gpt-5'],
    ['anthropic', 'claude-sonnet-4-5', 'alias anthropic/claude-sonnet-4-5'],
    ['OpenAI', 'GPT-4-0613', 'variant openai/gpt-4-0613'],
    ['azure', 'gpt-35-turbo-0613', 'exact azure-openai/gpt-35-turbo-0613'],
    ['azure', 'gpt-3.5-turbo-0613', 'variant azure-openai/gpt-35-turbo-0613'],
    ['azure', 'gpt-5 (2025-08-07)', 'variant azure-openai/gpt-5-2025-08-07'],
    ['azure_ai', 'grok-3', 'exact azure-foundry/grok-3'],
    ['bedrock', 'anthropic.claude-v2:1', 'exact aws-bedrock/anthropic.claude-v2:1'],
    ['bedrock', 'anthropic.claude-v2', 'exact aws-bedrock/anthropic.claude-v2'],
    [
      'bedrock',
      'eu.anthropic.claude-opus-4-1-20250805-v1:0',
      'variant aws-bedrock/anthropic.claude-opus-4-1-20250805-v1:0',
    ],
    [
      null,
      'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-opus-4-1-20250805-v1:0',
      'variant aws-bedrock/anthropic.claude-opus-4-1-20250805-v1:0',
    ],
    ['vertex_ai', 'claude-3-haiku@20240307', 'variant google-vertex/claude-3-haiku'],
    ['vertex_ai', 'multimodalembedding@001', 'exact google-vertex/multimodalembedding@001'],
    ['vertex_ai', 'publishers/google/models/gemini-2.5-pro', 'variant google-vertex/gemini-2.5-pro'],
    ['gemini', 'models/gemini-2.5-pro', 'variant google/gemini-2.5-pro'],
    ['groq', 'meta-llama/llama-4-scout-17b-16e-instruct', 'exact groq/meta-llama/llama-4-scout-17b-16e-instruct'],
    [null, 'gpt-4-0613', 'which_provider: azure-openai/gpt-4-0613, openai/gpt-4-0613'],
    [null, 'gpt-5.4-nano', 'which_provider: openai/gpt-5.4-nano'],
    ['openai', 'gpt-4.1', 'which_snapshot: openai/gpt-4.1-2025-04-14'],
    ['openai', 'gpt-realtime-2025-08-28', 'which_snapshot: openai/gpt-realtime'],
    [
      'anthropic',
      'claude-3-5-sonnet-latest',
      'which_snapshot: anthropic/claude-3-5-sonnet-20240620, anthropic/claude-3-5-sonnet-20241022',
    ],
    ['bedrock', 'anthropic.claude-haiku-4-5-20251001-v1:0', 'other_channel: anthropic/claude-haiku-4-5-20251001'],
    ['openrouter', 'openai/gpt-5.4-nano', 'other_channel: openai/gpt-5.4-nano'],
    ['openai', 'ft:gpt-4o-mini-2024-07-18:acme:support:1', 'fine_tune: openai/gpt-4o-mini-2024-07-18'],
    ['openai', 'gpt-4o-2030-01-01', 'none'],
    ['azure', 'our-chat-deployment', 'none'],
    ['openai', '', 'none'],
    ['constructor', '__proto__', 'none'],
  ] as const)('%s %s is %s', ([provider, model, expected]) => {
    expect(textOf(match({ provider, model }))).toBe(expected);
  });
});

test('every entry matches itself exactly', () => {
  const wrong = CURATED.filter((entry) => {
    const found = match({ provider: entry.announcer, model: entry.model });
    return (found.kind !== 'exact' && found.kind !== 'alias') || found.entry !== entry;
  });
  expect(wrong.map(entryName)).toEqual([]);
});

const anyEntry = fc.constantFrom(...CURATED);

property.prop([anyEntry, fc.constantFrom('us.', 'eu.', 'global.'), fc.constantFrom('', ':0', ':200k')])(
  'a Bedrock id of another Region or throughput is never another model',
  (entry, region, throughput) => {
    fc.pre(entry.announcer === 'aws-bedrock' && !/:\d$/.test(entry.model));
    const found = match({ provider: 'bedrock', model: `${region}${entry.model}${throughput}` });
    expect(found).toEqual({ kind: 'variant', entry });
  },
);

property.prop([anyEntry])('upper case changes at most the kind', (entry) => {
  const found = match({ provider: entry.announcer, model: entry.model.toUpperCase() });
  expect('entry' in found && found.entry).toBe(entry);
});

property.prop([anyEntry])(
  'without its provider a match is certain only where the form of the id determines the announcer',
  (entry) => {
    const found = match({ provider: null, model: entry.model });
    if (found.kind === 'ambiguous') expect(found.candidates).toContain(entry);
    else expect('entry' in found && found.entry.announcer).toBe('aws-bedrock');
  },
);

const names = CURATED.map(({ model }) => model);
const anyModel = fc.oneof(
  fc.string(),
  fc.constantFrom(...names),
  fc.tuple(fc.constantFrom(...names), fc.stringMatching(/^[-.:@/a-z0-9]{0,12}$/)).map(([name, tail]) => name + tail),
);

property.prop([fc.option(fc.oneof(fc.constantFrom('openai', 'azure', 'bedrock', 'vertex_ai'), fc.string())), anyModel])(
  'a certain match shares its core, or its name before "@"; an ambiguous one has candidates',
  (provider, model) => {
    const found = match({ provider, model });
    if (found.kind === 'ambiguous') expect(found.candidates.length).toBeGreaterThan(0);
    else if (found.kind === 'none') expect(Object.keys(found)).toEqual(['kind']);
    else expect([coreOf(model), coreOf(model.split('@')[0] ?? '')]).toContain(coreOf(found.entry.model));
  },
);

property.prop([fc.shuffledSubarray([...CURATED], { minLength: CURATED.length }), anyModel])(
  'the order of the list does not matter',
  (shuffled, model) => {
    const deployed = { provider: 'azure', model };
    expect(makeMatcher(shuffled)(deployed)).toEqual(match(deployed));
  },
);
