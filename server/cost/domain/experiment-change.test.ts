import { expect, test } from 'vitest';
import { type Change, type Changed, withChange } from './experiment-change.ts';
import { sectionsOf } from './template-sections.ts';

const CHAT: Changed = {
  body: {
    messages: [
      { role: 'system', content: 'Now it is {{time}}.\n\nFollow the rules.\n\n\n\nBe kind.' },
      { role: 'user', content: '{{question}}' },
    ],
  },
  config: { model: 'acme/large', temperature: 0 },
};
const TEXT: Changed = { body: { template: 'Rules.\n\n{{question}}' }, config: {} };
const made = (start: Changed, change: Change, model: string | null = 'acme/large') =>
  withChange(start, change, { prompt: 'help/answer', model });
const system = ({ body }: Changed) => ('messages' in body ? body.messages[0]?.content : body.template);

test.for([
  ['reorder', CHAT, { kind: 'reorder' }, 'Follow the rules.\n\nBe kind.\n\nNow it is {{time}}.'],
  ['leave out a paragraph', CHAT, { kind: 'leave_out', section: 1 }, 'Now it is {{time}}.\n\nBe kind.'],
  ['leave out the last one', CHAT, { kind: 'leave_out', section: 2 }, 'Now it is {{time}}.\n\nFollow the rules.'],
  ['leave out of a template', TEXT, { kind: 'leave_out', section: 0 }, '{{question}}'],
  [
    'ask for less',
    CHAT,
    { kind: 'ask_shorter' },
    `Now it is {{time}}.\n\nFollow the rules.\n\n\n\nBe kind.\n\nAnswer in as few words as the question needs.`,
  ],
  [
    'ask for less in a template',
    TEXT,
    { kind: 'ask_shorter' },
    'Answer in as few words as the question needs.\n\nRules.\n\n{{question}}',
  ],
] as const)('%s', ([, start, change, text]) => {
  expect(system(made(start, change))).toBe(text);
});

test('a section is left out by the place that it has among the sections', () => {
  const before = sectionsOf(CHAT.body).map(({ name }) => name);
  const after = sectionsOf(made(CHAT, { kind: 'leave_out', section: 1 }).body).map(({ name }) => name);
  expect(after).toEqual(before.filter((_, i) => i !== 1));
  expect(made(CHAT, { kind: 'leave_out', section: 1 }).message).toBe('Left out: “Follow the rules.”');
});

test('messages without instructions get some', () => {
  const start: Changed = { body: { messages: [{ role: 'user', content: 'Hi' }] }, config: {} };
  expect(made(start, { kind: 'ask_shorter' }).body).toMatchObject({ messages: [{ role: 'system' }, { role: 'user' }] });
});

test('another model replaces that of the version, and a cache is asked for in the words of its vendor', () => {
  const small = made(CHAT, { kind: 'model', model: 'acme/small', where: 'easy, thin' });
  expect(small).toMatchObject({
    config: { model: 'acme/small', temperature: 0 },
    message: 'acme/small for easy, thin',
  });
  const cache: Change = { kind: 'cache', tokens: 1_240 };
  expect(made(CHAT, cache).config).toEqual({ ...CHAT.config, prompt_cache_key: 'help/answer' });
  expect(made(CHAT, cache, 'anthropic/claude-opus-4-1').config).toMatchObject({
    cache_control: { type: 'ephemeral', ttl: '5m' },
  });
  expect(made(CHAT, cache)).toMatchObject({
    body: CHAT.body,
    message: 'Asks the provider to cache the first 1,240 tokens',
  });
});
