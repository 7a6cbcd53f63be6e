import { expect, test } from 'vitest';
import { costEvidence, costHeadline } from './cost-headline.ts';
import type { CostPage, Group } from './cost-words.ts';

type Facts = Parameters<typeof costHeadline>[0];

const total = {
  key: '',
  group: {},
  immature: 0,
  last: 0,
  tasks: 1000,
  withoutOutcome: 0,
  succeeded: 900,
  attempts: 1100,
  unknownCostAttempts: 0,
  tasksWhollyKnown: 1000,
  costPico: { llm: 20n * 10n ** 12n, tool: 0n, human: 0n, infrastructure: 0n },
  spentPico: 20n * 10n ** 12n,
  retriesShare: 0.01,
  perOutcome: { ratio: 0.0214, standardError: 0.001, method: 'log_delta', low: 0.0209, high: 0.022, bound: 'figure' },
  perOutcomeWhollyKnown: null,
  perValue: null,
  missing: null,
} satisfies Group;

const change = (ratio: number, interval: [number, number] | null): CostPage['change'] => ({
  refused: null,
  first: ratio,
  second: 1,
  ratio,
  interval,
  strata: ['0'],
  onlyFirst: [],
  onlySecond: [],
  leftOutShare: 0,
});

const facts = (more: Partial<Facts>): Facts => ({
  total,
  change: null,
  comparisons: [],
  groups: [],
  queryTypes: new Map(),
  noTask: [],
  settlingHours: 0,
  horizonMs: 86_400_000,
  withoutOutcome: 'failure',
  ...more,
});

test.for<[string, Partial<Facts>, string]>([
  [
    'less, where the whole interval is',
    { change: change(0.96, [0.93, 0.99]) },
    'A successful answer costs $0.0214, 4\u00a0% less than in the week before.',
  ],
  [
    'more, where the whole interval is',
    { change: change(1.1, [1.02, 1.2]) },
    'A successful answer costs $0.0214, 10\u00a0% more than in the week before.',
  ],
  [
    'no difference that is not shown',
    { change: change(0.96, [0.9, 1.05]) },
    'A successful answer costs $0.0214; a difference from the week before is not shown (-10\u00a0% to +5\u00a0%).',
  ],
  ['nothing before', {}, 'A successful answer costs $0.0214; the week before had no task to compare with.'],
  [
    'a lower bound, where costs are unknown',
    { total: { ...total, perOutcome: { ...total.perOutcome, bound: 'at_least' } } },
    'A successful answer costs at least $0.0214; the week before had no task to compare with.',
  ],
  [
    'what was spent on nothing',
    { total: { ...total, succeeded: 0, perOutcome: null, missing: 'no_success' } },
    'No task is known to have succeeded: $20.00 went into 1,000\u00a0tasks.',
  ],
  [
    'that nothing is known of what was spent',
    {
      total: {
        ...total,
        succeeded: 0,
        unknownCostAttempts: 1100,
        spentPico: 0n,
        perOutcome: null,
        missing: 'no_success',
      },
    },
    'No task is known to have succeeded, and what 1,000\u00a0tasks cost is unknown.',
  ],
  [
    'that no cost is known',
    { total: { ...total, perOutcome: null, missing: 'no_known_cost' } },
    'What a successful answer costs is unknown: no attempt has a known cost.',
  ],
  [
    'that tasks are too young',
    { total: { ...total, tasks: 0, immature: 3, perOutcome: null, missing: 'no_mature_task' } },
    'No task is old enough yet: 3\u00a0tasks began within a day.',
  ],
  [
    'a part, while hours are summed',
    { settlingHours: 672 },
    'A successful answer costs $0.0214 so far; still being added up: 672\u00a0hours.',
  ],
  ['no task', { total: null }, 'No task started in this range.'],
])('the sentence says %s', ([, more, sentence]) => {
  expect(costHeadline(facts(more), '7d').replaceAll('\u2212', '-')).toBe(sentence);
});

test('two variants that rank differently by task and by outcome come first', () => {
  const variant = (key: string, model: string): Group => ({
    ...total,
    key,
    group: { prompt: 'maths', version: 1, model, arm: null },
  });
  const comparison: CostPage['comparisons'][number] = {
    key: 'march',
    baseline: 'june',
    cost: { refused: 'no_success', onlyFirst: [], onlySecond: [] },
    reversals: [{ stratum: '2', perTask: 22.64, perOutcome: 1 / 1.8 }],
    verdict: null,
    isCheapest: false,
    margin: null,
  };
  const groups = [variant('march', 'gpt-4-0314'), variant('june', 'gpt-4-0613')];
  const queryTypes = new Map([['2', 'prime']]);
  expect(costHeadline(facts({ comparisons: [comparison], groups, queryTypes }), '30d')).toBe(
    'A task of prime costs 95.6\u00a0% less with maths 1 (gpt-4-0613) than with maths 1 (gpt-4-0314), ' +
      'but a successful answer costs 80\u00a0% more.',
  );
});

test('the line below says from what age tasks count, and what one without an outcome is', () => {
  expect(costEvidence(facts({}), 'outcome')).toContain('a day old and older');
  const set = costEvidence(facts({ horizonMs: 6 * 3_600_000, withoutOutcome: 'excluded' }), 'outcome');
  expect(set).toContain('6 hours old and older');
  expect(set).toContain('tasks without one are left out');
});
