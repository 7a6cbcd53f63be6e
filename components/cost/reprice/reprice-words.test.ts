import { expect, test } from 'vitest';
import { budgetWords, differenceWords, type RepriceState, repriceHeadline, repriceSentences } from './reprice-words.ts';

const figures = {
  events: 2_000,
  changed: 1_240,
  recorded: 300,
  becameKnown: 1_240,
  becameUnknown: 0,
  beforeUsd: 12.3,
  afterUsd: 15.13,
};
const lacking = [{ meter: 'tokens_cache_write', cacheTtl: '1h', because: 'no_price', events: 12 }] as const;

test('what changes comes first, then what gains a price, what stays unknown and why, and what no price changes', () => {
  expect(repriceSentences(figures, { stay: 12, lacking, done: false })).toEqual([
    '1,240 of 2,000\u00a0requests change: $12.30 becomes $15.13 (+$2.83, +23\u00a0%).',
    '1,240\u00a0requests gain a price.',
    'The cost of 12\u00a0requests stays unknown.',
    'What is lacking: no price of Written to the cache, 1 hour, for 12\u00a0requests.',
    '300\u00a0requests came with a cost, which stays.',
  ]);
});

test('where nothing is known of what stays unknown, nothing is said of it', () => {
  const none = { ...figures, changed: 0, becameKnown: 0, recorded: 0 };
  expect(repriceSentences(none, { stay: null, lacking: [], done: true })).toEqual([
    'None of 2,000\u00a0requests changed.',
  ]);
  expect(repriceSentences({ ...none, events: 0 }, { stay: 0, lacking: [], done: false })).toEqual([
    'There are no requests of this model in this time.',
  ]);
});

test('a difference is a share only of what was known before', () => {
  expect(differenceWords({ beforeUsd: 0, afterUsd: 3 })).toBe('+$3.00');
  expect(differenceWords({ beforeUsd: 4, afterUsd: 3 })).toBe('−$1.00, −25\u00a0%');
  expect(differenceWords({ beforeUsd: 4, afterUsd: 4 })).toBe('the same sum');
});

test('a budget says which thresholds it passes, falls below, and by how much it is over', () => {
  const effect = { ...figures, id: 'x', name: 'the project', limit: 100, spentBefore: 70, spentAfter: 104 };
  expect(budgetWords({ ...effect, passes: [80, 95, 100], falls: [] })).toBe(
    'passes 80, 95 and 100\u00a0%, over by $4.00',
  );
  expect(budgetWords({ ...effect, spentAfter: 40, passes: [], falls: [50] })).toBe('is below 50\u00a0% again');
  expect(budgetWords({ ...effect, spentAfter: null, passes: [], falls: [] })).toBe('passes no threshold');
});

test('the headline says what runs, what failed, or what the last correction made', () => {
  const state = (status: RepriceState['status'], more: Partial<RepriceState> = {}): RepriceState => ({
    ...{ id: 'i', model: 'acme/m', from: new Date(0), to: new Date(1), progress: 1, total: 1, failure: null },
    ...{ reason: null, startedBy: 'Ada', startedAt: new Date(0), finishedAt: null, figures, status },
    ...more,
  });
  expect(repriceHeadline([])).toBe('No price has been corrected yet.');
  expect(repriceHeadline([state('done'), state('running')])).toBe('The requests of acme/m are being priced again.');
  expect(repriceHeadline([state('failed')])).toBe('Pricing the requests of acme/m again failed.');
  expect(repriceHeadline([state('done')])).toBe(
    'The last correction changed the cost of acme/m from $12.30 to $15.13.',
  );
  const same = { figures: { ...figures, changed: 0 } };
  expect(repriceHeadline([state('done', same)])).toBe('The last correction, of acme/m, changed no request.');
});
