import { expect, test } from 'vitest';
import { costAtMost, estimateTokens, type ModelPrice, priceOf } from './estimate.ts';

const PRICE: ModelPrice = { model: 'openai/atlas-2', inputPerMtok: 2.5, outputPerMtok: 10 };

test('tokens are a quarter of the characters, over all messages, rounded up', () => {
  expect(estimateTokens({ template: 'abcde' })).toBe(2);
  const messages = [
    { role: 'system', content: 'abcd' },
    { role: 'user', content: 'ef' },
  ] as const;
  expect(estimateTokens({ messages })).toBe(2);
  expect(estimateTokens({ template: '' })).toBe(0);
});

test('a request costs at most its text in and its limit out', () => {
  expect(costAtMost(1000, 500, PRICE)).toBeCloseTo(0.0075, 10);
});

test.each([
  ['no limit of the output', 1000, null, PRICE],
  ['no registered price', 1000, 500, null],
  ['half a price', 1000, 500, { ...PRICE, outputPerMtok: null }],
])('with %s the cost is unknown, not 0', (_why, tokensIn, tokensOut, price) => {
  expect(costAtMost(tokensIn, tokensOut, price)).toBeNull();
});

test('a bare id finds its price only where one provider has it', () => {
  expect(priceOf('openai/atlas-2', [PRICE])).toBe(PRICE);
  expect(priceOf('atlas-2', [PRICE])).toBe(PRICE);
  expect(priceOf('atlas-2', [PRICE, { ...PRICE, model: 'azure/atlas-2' }])).toBeNull();
  expect(priceOf('', [PRICE])).toBeNull();
});
