import { expect, test } from 'vitest';
import { diffVersions } from '#server/prompts/domain/diff.ts';
import { settingChanges, settingName, textSections } from './diff-sections.ts';

const chat = (config: Record<string, unknown>, ...contents: string[]) => ({
  type: 'chat' as const,
  body: {
    messages: contents.map((content, i) => ({ role: i === 0 ? ('system' as const) : ('user' as const), content })),
  },
  config,
  responseFormat: null,
});

test('each message is a section, and two of one role have two titles', () => {
  const { texts } = diffVersions(chat({}, 'a', 'b', 'c'), chat({}, 'a', 'B', 'c'));
  expect(textSections(texts)).toEqual([
    { title: 'system', before: 'a', after: 'a' },
    { title: 'user, message 2', before: 'b', after: 'B' },
    { title: 'user, message 3', before: 'c', after: 'c' },
  ]);
});

test('a message that one side lacks has null there', () => {
  const { texts } = diffVersions(chat({}, 'a'), chat({}, 'a', 'b'));
  expect(textSections(texts)[1]).toEqual({ title: 'user', before: null, after: 'b' });
});

test('settings are named without the pointer', () => {
  expect(settingName('/config/tools/0/name')).toBe('tools.0.name');
  expect(settingName('/config/a~1b')).toBe('a/b');
  expect(settingName('/response_format/type')).toBe('response_format.type');
});

test('a setting that is new has nothing before it', () => {
  const { settings } = diffVersions(chat({ temperature: 0.3 }, 'a'), chat({ temperature: 0.2, top_p: 1 }, 'a'));
  expect(settingChanges(settings)).toEqual([
    { name: 'temperature', before: '0.3', after: '0.2' },
    { name: 'top_p', before: null, after: '1' },
  ]);
});
