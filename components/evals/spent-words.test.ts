import { expect, test } from 'vitest';
import { spentWords } from './spent-words.ts';

test.each([
  ['all that was measured', { tokensOut: 254, latencyMs: 3470, costUsd: 0.00057 }, '254 tokens, 3.47 s, $0.000570'],
  [
    'an unknown cost is shown as unknown, not as 0',
    { tokensOut: 1, latencyMs: 80, costUsd: null },
    '1 token, 80 ms, cost unknown',
  ],
  ['nothing measured', { tokensOut: null, latencyMs: null, costUsd: null }, 'tokens, latency, cost unknown'],
  ['no answer', undefined, 'not run'],
])('%s', (_, answer, words) => {
  expect(spentWords(answer).replaceAll('\u00a0', ' ')).toBe(words);
});
