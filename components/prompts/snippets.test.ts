import { expect, test } from 'vitest';
import { clientSnippet, eventSnippet, resolveSnippet } from './snippets.ts';

const FACTS = {
  name: 'search/answer',
  environment: 'production',
  variables: ['question'],
  version: 13,
  model: 'atlas-2',
};
const URL = 'http://localhost:4000';

/** The text between the quotes behind -d. */
const bodyOf = (command: string): unknown => JSON.parse(command.slice(command.indexOf("-d '") + 4, -1));

test('resolve requests this prompt with a value for each variable', () => {
  expect(bodyOf(resolveSnippet(URL, 'k', FACTS))).toEqual({
    prompt: 'search/answer',
    environment: 'production',
    key: 'user-42',
    variables: { question: '…' },
  });
  expect(resolveSnippet(URL, 'k', { ...FACTS, variables: [] })).not.toContain('variables');
});

test('the client reads the key from the environment until there is one', () => {
  expect(clientSnippet(URL, '$SWITCHYARD_API_KEY', FACTS)).toContain('process.env.SWITCHYARD_API_KEY');
  expect(clientSnippet(URL, 'sy_1', FACTS)).toContain("apiKey: 'sy_1'");
});

test('an event names what serves', () => {
  const command = eventSnippet(URL, 'k', FACTS).replace(/'\$\(date[^)]*\)'/g, 'x');
  expect(bodyOf(command)).toEqual({
    events: [
      expect.objectContaining({ prompt: 'search/answer', version: 13, environment: 'production', model: 'atlas-2' }),
    ],
  });
});
