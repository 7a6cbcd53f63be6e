import { expect, test } from 'vitest';
import { type ModelUse, priceSteps } from './price-steps.ts';

const use = (more: Partial<ModelUse>): ModelUse => ({
  ...{ spend: 100, tokensIn: 1e6, tokensOut: 1e6, tokensCached: 0, prices: [] },
  ...more,
});
const RANGE = { from: 10, to: 60, today: 30 };
const price = (day: number, input: number, output: number, cached: number | null = null) => ({
  day,
  input,
  output,
  cached,
});

test('a doubled price doubles all spend of a project with one model; a price outside the range is no step', () => {
  const prices = [price(0, 0.75, 3.75), price(40, 1.5, 7.5), price(90, 9, 9)];
  expect(priceSteps([use({ prices })], RANGE)).toEqual([{ day: 40, factor: 2 }]);
});

test('a model weighs what it spends, and one without a price changes nothing', () => {
  const half = use({ spend: 50, prices: [price(0, 1, 1), price(40, 2, 2)] });
  expect(priceSteps([half, use({ spend: 50 })], RANGE)).toEqual([{ day: 40, factor: 1.5 }]);
});

test('two steps one after the other multiply to the whole change, before and after today', () => {
  const prices = [price(0, 1, 1), price(20, 2, 2), price(40, 3, 3)];
  expect(priceSteps([use({ prices })], RANGE)).toEqual([
    { day: 20, factor: 2 },
    { day: 40, factor: 1.5 },
  ]);
});

test('cached tokens follow their own price', () => {
  const prices = [price(0, 2, 0, 1), price(40, 2, 0, 2)];
  expect(priceSteps([use({ tokensCached: 1e6, prices })], RANGE)).toEqual([{ day: 40, factor: 2 }]);
});

test('no tokens, no spend, no change: no step', () => {
  const prices = [price(0, 1, 1), price(40, 2, 2)];
  expect(priceSteps([use({ tokensIn: 0, tokensOut: 0, prices }), use({ spend: 0, prices })], RANGE)).toEqual([]);
  expect(priceSteps([], RANGE)).toEqual([]);
});
