import { expect, test } from 'vitest';
import { priceRows } from '#test/builders/price-rows.ts';
import { type ModelUse, priceSteps } from './price-steps.ts';

const DAY = (date: string) => Date.parse(date) / 86_400_000;
const use = (more: Partial<ModelUse>): ModelUse => ({
  ...{ spend: 100, requests: 10, tokensIn: 10_000, tokensOut: 1000, tokensCached: 0, prices: [] },
  ...more,
});
const RANGE = { from: DAY('2026-11-01'), to: DAY('2027-02-01'), today: DAY('2026-12-10') };
const NEW_YEAR = { day: DAY('2027-01-01'), factor: 2 };
const from = (date: string, more: object = {}) => ({ effective_from: date, ...more });
/** google gemini-3.7-flash: 0.75/3.75 until 31 Dec 2026, then 1.5/7.5. */
const GEMINI = [
  ['tokens_in', 0.75],
  ['tokens_out', 3.75],
] as const;
const ANNOUNCED = [
  ['tokens_in', 1.5, from('2027-01-01', { state: 'announced' })],
  ['tokens_out', 7.5, from('2027-01-01', { state: 'announced' })],
] as const;

test('an announced price that doubles doubles all spend of a project with one model, from its day on', () => {
  expect(priceSteps([use({ prices: priceRows(...GEMINI, ...ANNOUNCED) })], RANGE)).toEqual([NEW_YEAR]);
});

test('a withdrawn price changes nothing; one beyond the range is no step', () => {
  const withdrawn = ANNOUNCED.map(([meter, amount, more]) => [meter, amount, { ...more, state: 'withdrawn' }] as const);
  expect(priceSteps([use({ prices: priceRows(...GEMINI, ...withdrawn) })], RANGE)).toEqual([]);
  expect(
    priceSteps([use({ prices: priceRows(...GEMINI, ...ANNOUNCED) })], { ...RANGE, to: DAY('2027-01-01') }),
  ).toEqual([]);
});

test('a model weighs what it spends, and one without a price changes nothing', () => {
  const half = use({ spend: 50, prices: priceRows(...GEMINI, ...ANNOUNCED) });
  expect(priceSteps([half, use({ spend: 50 })], RANGE)).toEqual([{ ...NEW_YEAR, factor: 1.5 }]);
});

test('steps before and after today multiply to the whole change', () => {
  const prices = priceRows(
    ['tokens_in', 1],
    ['tokens_in', 2, from('2026-12-01')],
    ['tokens_in', 3, from('2027-01-01')],
  );
  expect(priceSteps([use({ prices, tokensOut: 0 })], RANGE)).toEqual([
    { day: DAY('2026-12-01'), factor: 2 },
    { day: DAY('2027-01-01'), factor: 1.5 },
  ]);
});

test('a time in which a model was free, before today, is no step: no factor leads back from 0', () => {
  const prices = priceRows(
    ['tokens_in', 1],
    ['tokens_in', 0, from('2026-11-20')],
    ['tokens_in', 1, from('2026-12-01')],
    ['tokens_in', 2, from('2027-01-01')],
  );
  expect(priceSteps([use({ prices, tokensOut: 0 })], RANGE)).toEqual([NEW_YEAR]);
  const free = priceRows(['tokens_in', 1], ['tokens_in', 0, from('2027-01-01')]);
  expect(priceSteps([use({ prices: free, tokensOut: 0 })], RANGE)).toEqual([{ ...NEW_YEAR, factor: 0 }]);
});

test('after a row ends, the wider one prices again; a start after noon counts from the next day', () => {
  const promotion = ['tokens_in', 1, from('2026-12-01', { effective_to: '2027-01-01' })] as const;
  const prices = priceRows(['tokens_in', 2], promotion);
  expect(priceSteps([use({ prices, tokensOut: 0 })], RANGE)).toEqual([
    { day: DAY('2026-12-01'), factor: 0.5 },
    NEW_YEAR,
  ]);
  const evening = priceRows(['tokens_in', 1], ['tokens_in', 2, from('2026-12-31T18:00:00Z')]);
  expect(priceSteps([use({ prices: evening, tokensOut: 0 })], RANGE)).toEqual([NEW_YEAR]);
});

test('cached tokens follow their own price, and a long context its own', () => {
  const cached = priceRows(['tokens_in', 2], ['tokens_cached', 1], ['tokens_cached', 2, from('2027-01-01')]);
  expect(priceSteps([use({ prices: cached, tokensCached: 10_000, tokensOut: 0 })], RANGE)).toEqual([NEW_YEAR]);
  const long = priceRows(
    ['tokens_in', 2],
    ['tokens_in', 4, from('2027-01-01', { when: { input_tokens_gte: 200_000 } })],
  );
  expect(priceSteps([use({ prices: long, tokensOut: 0, requests: 1000, tokensIn: 1e6 })], RANGE)).toEqual([]);
});

test('no tokens, no spend, no requests, no change: no step', () => {
  const prices = priceRows(...GEMINI, ...ANNOUNCED);
  const none = [use({ tokensIn: 0, tokensOut: 0, prices }), use({ spend: 0, prices }), use({ requests: 0, prices })];
  expect(priceSteps(none, RANGE)).toEqual([]);
  expect(priceSteps([], RANGE)).toEqual([]);
});
