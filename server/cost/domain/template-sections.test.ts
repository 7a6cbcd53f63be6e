import { expect, test } from 'vitest';
import { reorderedBody, sectionsOf, steadyPrefixTokens } from './template-sections.ts';

const chat = {
  messages: [
    { role: 'system', content: 'Be brief.\n\nToday is {{date}}.' },
    { role: 'user', content: 'Answer {{question}}' },
  ],
} as const;

test('paragraphs in the order in which a provider reads them, with those that hold a variable', () => {
  expect(sectionsOf(chat)).toEqual([
    { name: 'Be brief.', tokens: 3, varies: false, isInstruction: true },
    { name: 'Today is {{date}}.', tokens: 5, varies: true, isInstruction: true },
    { name: 'Answer {{question}}', tokens: 5, varies: true, isInstruction: false },
  ]);
  const [long] = sectionsOf({ template: 'word '.repeat(20) });
  expect(long?.name).toMatch(/^(word ){6,}.*…$/);
});

test.for([
  [{ template: '{{a}} and more' }, 0],
  [{ template: 'No variable at all' }, 5],
  [{ template: '12345678{{ a }}12345678' }, 2],
  [chat, 5],
] as const)('%o shares %i tokens between all requests', ([body, tokens]) => {
  expect(steadyPrefixTokens(body)).toBe(tokens);
});

test('paragraphs with a variable move behind the others of their text, never to another message', () => {
  const template = 'Now: {{time}}\n\nRules.\n\nExamples.\n\n{{question}}';
  const moved = reorderedBody({ template });
  expect(moved).toEqual({ template: 'Rules.\n\nExamples.\n\nNow: {{time}}\n\n{{question}}' });
  expect(steadyPrefixTokens(moved)).toBeGreaterThan(steadyPrefixTokens({ template }));
  expect(reorderedBody(chat)).toEqual(chat);
});
