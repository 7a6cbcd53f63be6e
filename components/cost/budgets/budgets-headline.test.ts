import { expect, test } from 'vitest';
import {
  type Budget,
  type BudgetsData,
  budgetsEvidence,
  budgetsHeadline,
  spentWords,
  whyUnknown,
} from './budgets-headline.ts';

const MARCH = { from: Date.UTC(2026, 2, 1), to: Date.UTC(2026, 3, 1) };
const forecast = { refused: null, total: 372, low: 361, high: 390, days: [] } as const;
const spend = {
  source: 'rollups',
  spent: 246,
  requests: 42,
  unknown: 0,
  keyless: 0,
  pendingMinutes: 0,
  month: MARCH,
  days: [],
  forecast,
  steps: [],
} as const;
const budget = (more: Partial<Budget> = {}): Budget => ({
  ...{ id: 'a', scope: 'project', subject: '', name: 'the project', limit: 400, percents: [50], notifiedPercent: null },
  ...{ hardState: null, state: 'inside', why: null, over: null, ...spend, days: [], steps: [] },
  forecast: { ...forecast, days: [] },
  ...more,
});
const page = (
  budgets: Budget[],
  month: Partial<BudgetsData['month']> = {},
  limit: number | null = 400,
): BudgetsData => ({
  month: { ...spend, days: [], steps: [], forecast: { ...forecast, days: [] }, ...month },
  limit,
  budgets,
});

const over = budget({ name: 'prompt search/*', state: 'over', over: 300 });
const ahead = budget({ name: 'model ferry-1', state: 'forecast_over', over: 12 });

test.for([
  ['No budget is set.', []],
  ['The budget is kept so far, and will be at the end of March by forecast.', [budget()]],
  ['All 2 budgets are kept so far.', [budget(), budget({ forecast: null })]],
  ['The budget of prompt search/* is over by $300.', [budget(), over]],
  ['The budget of model ferry-1 will be over by $12.00 at the end of March.', [ahead]],
  [
    '2\u00a0budgets are over; the budget of model ferry-1 will be over by $12.00 at the end of March.',
    [over, over, ahead],
  ],
  ['The budget of the project cannot be judged.', [budget({ state: 'unknown', why: 'cost_unknown' })]],
] as const)('%s', ([sentence, budgets]) => expect(budgetsHeadline(page([...budgets]))).toBe(sentence));

test.for([
  ['Month to date $246 of $400; forecast $372 ($361 to $390, 80 %).', {}, 400],
  ['Month to date at least $246; forecast $372 ($361 to $390, 80 %).', { unknown: 3 }, null],
  [
    'Month to date $246; no forecast: it needs 14 whole days of known spend, and there are 9.',
    { forecast: { refused: 'too_few_days', days: 9, daysMin: 14 } },
    null,
  ],
] as const)('%s', ([sentence, month, limit]) =>
  expect(budgetsEvidence(page([], month, limit))).toBe(`${sentence} Months are calendar months, UTC.`),
);

test('why a budget cannot be judged', () => {
  expect(whyUnknown(budget())).toBeNull();
  expect(whyUnknown(budget({ why: 'too_many_unknown', unknown: 3 }))).toContain('3 of 42\u00a0requests');
  expect(whyUnknown(budget({ why: 'too_much_to_read', scope: 'tag' }))).toContain('tags');
  expect(whyUnknown(budget({ why: 'too_much_to_read', scope: 'key' }))).toContain('by key yet');
  expect(whyUnknown(budget({ why: 'not_read_yet' }))).toContain('in a minute');
  expect(whyUnknown(budget({ why: 'not_summed_yet' }))).toContain('still summed');
  expect(spentWords({ spent: 7, unknown: 0, pendingMinutes: 2 })).toBe('at least $7.00');
  expect(whyUnknown(budget({ why: 'keyless', scope: 'key', keyless: 3_210 }))).toContain('3,210\u00a0requests');
});
