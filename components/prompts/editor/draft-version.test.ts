import { expect, test } from 'vitest';
import { type Draft, draftOf, isEdited, type Start } from './draft.ts';
import { draftVersion } from './draft-version.ts';
import { eachSetting } from './own-settings.ts';

const START: Start = {
  number: 3,
  template: 'Answer {{question}}',
  messages: null,
  config: { model: 'openai/atlas-2', temperature: 0.3, max_tokens: 256, top_p: 1, tools: [{ name: 'find' }] },
  responseFormat: { type: 'json_object' },
};

const problems = (change: Partial<Draft>, type: 'text' | 'chat' = 'text') => {
  const made = draftVersion(type, { ...draftOf(START), ...change });
  return made.ok ? [] : made.problems.map(({ field }) => field);
};

test('a version that is opened and saved untouched is the same version', () => {
  const made = draftVersion('text', draftOf(START));
  expect(made).toEqual({
    ok: true,
    input: { template: START.template, config: START.config, responseFormat: START.responseFormat, message: '' },
  });
});

test('the limit keeps the name that the version uses for it', () => {
  expect(draftOf(START)).toMatchObject({ limitName: 'max_tokens', limit: '256' });
  const both = draftOf({ ...START, config: { max_tokens: 1, max_output_tokens: 2 } });
  expect(both).toMatchObject({ limitName: 'max_output_tokens', limit: '2', rest: '{\n  "max_tokens": 1\n}' });
});

test('the settings of emptied fields are left out', () => {
  const made = draftVersion('text', {
    ...draftOf(START),
    ...eachSetting(({ type }) => (type === 'number' ? ' ' : '')),
    rest: '',
    responseFormat: '',
  });
  expect(made).toEqual({ ok: true, input: { template: START.template, config: {}, message: '' } });
});

test.each([
  [{ temperature: 'warm' }, 'temperature'],
  [{ temperature: '-1' }, 'temperature'],
  [{ limit: '1.5' }, 'limit'],
  [{ limit: '0' }, 'limit'],
  [{ rest: '[1]' }, 'rest'],
  [{ rest: '{"top_p": ' }, 'rest'],
  [{ rest: '{"temperature": 1}' }, 'rest'],
  [{ responseFormat: 'json' }, 'responseFormat'],
  [{ template: '' }, 'body'],
] as const)('%j is refused at its field', (change, field) => {
  expect(problems(change)).toEqual([field]);
});

test('a chat prompt sends its messages without the ids of the editor', () => {
  const draft = draftOf({ ...START, template: null, messages: [{ role: 'system', content: 'Be brief.' }] });
  const made = draftVersion('chat', draft);
  expect(made.ok && made.input.messages).toEqual([{ role: 'system', content: 'Be brief.' }]);
  expect(problems({ messages: [] }, 'chat')).toEqual(['body']);
});

test('a message and test values are not an edit of the version', () => {
  const start = draftOf(START);
  expect(isEdited({ ...start, message: 'why', values: { question: 'x' } }, start)).toBe(false);
  expect(isEdited({ ...start, template: 'other' }, start)).toBe(true);
});

test('another order of the fields is not an edit, because storage returns them in its own order', () => {
  const start = draftOf(START);
  const stored = Object.fromEntries(Object.entries(start).toReversed()) as Draft;
  expect(isEdited(stored, start)).toBe(false);
});
