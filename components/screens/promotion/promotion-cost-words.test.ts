import { expect, test } from 'vitest';
import {
  comparedWords,
  type Figure,
  figureDetail,
  figureValue,
  outcomeInWords,
} from '#components/cost/outcomes/figure-words.ts';
import { type Compared, whyNotCompared } from './promotion-cost-words.ts';

const plain = (text: string | null) => text?.replaceAll('\u00a0', ' ') ?? null;
const interval = {
  ratio: 0.02,
  low: 0.018,
  high: 0.023,
  standardError: 0.001,
  method: 'log_delta',
  bound: 'figure',
} as const;
const figure = (more: Partial<Figure> = {}): Figure => ({
  ...{ tasks: 100, immature: 0, succeeded: 80, withoutOutcome: 0, unknownCostAttempts: 0, missing: null },
  perOutcome: interval,
  ...more,
});
const none = { perOutcome: null } as const;

test.for([
  ['a figure with its interval', figure(), '$0.0200', '$0.0180 to $0.0230'],
  ['a lower bound', figure({ perOutcome: { ...interval, bound: 'at_least' } }), '≥ $0.0200', '$0.0180 to $0.0230'],
  ['an interval with one end', figure({ perOutcome: { ...interval, high: null } }), '$0.0200', 'from $0.0180'],
  [
    'an interval without ends',
    figure({ tasks: 3, perOutcome: { ...interval, low: null, high: null } }),
    '$0.0200',
    '3 tasks',
  ],
  ['young tasks', figure({ tasks: 0, immature: 2, ...none }), '–', '2 tasks, none old enough to count'],
  ['tasks without outcomes', figure({ withoutOutcome: 100, succeeded: 0, ...none }), '–', 'no outcome sent yet'],
  ['tasks that failed', figure({ succeeded: 0, missing: 'no_success', ...none }), '–', 'no success'],
  ['costs that are unknown', figure({ missing: 'no_known_cost', ...none }), '–', 'cost unknown'],
  ['no task', null, '–', 'no task'],
] as const)('%s', ([, given, value, detail]) => {
  expect([figureValue(given), figureDetail(given)].map(plain)).toEqual([value, detail]);
});

test('in a sentence, with the reason where there is none', () => {
  expect(plain(outcomeInWords(figure()))).toBe('$0.0200 per outcome ($0.0180 to $0.0230)');
  expect(outcomeInWords(figure({ missing: 'no_known_cost', ...none }))).toBe('cost per outcome unknown: cost unknown');
});

const ratio = (value: number, ends: [number, number] | null, leftOutShare = 0) => ({
  ...{ refused: null, first: 1, second: 1, strata: [], onlyFirst: [], onlySecond: [] },
  ...{ ratio: value, interval: ends, leftOutShare },
});

test.for([
  [
    'less',
    ratio(0.8, [0.7, 0.9]),
    'less',
    '20 % less an outcome on the same mix of query types (95 %: −30 % to −10.0 %).',
  ],
  [
    'more',
    ratio(1.3, [1.1, 1.5], 0.1),
    'more',
    '30 % more an outcome on the same mix of query types (95 %: +10.0 % to +50 %). 10 % of tasks are of a query type that one side lacks.',
  ],
  [
    'maybe chance',
    ratio(0.9, [0.7, 1.1]),
    'unclear',
    'No clear difference on the same mix of query types (95 %: −30 % to +10.0 %).',
  ],
  ['no interval', ratio(0.9, null), 'unclear', 'The difference has no interval yet.'],
  [
    'refused',
    { refused: 'cost_unknown', onlyFirst: [], onlySecond: [] },
    'unclear',
    'Not compared: too many costs are unknown.',
  ],
] as const)('a comparison: %s', ([, given, verdict, sentence]) => {
  const found = comparedWords(given as Parameters<typeof comparedWords>[0]);
  expect([found.verdict, plain(found.sentence)]).toEqual([verdict, sentence]);
});

const compared = (more: Partial<Compared> = {}): Compared => ({
  ...{
    candidate: figure(),
    baseline: figure(),
    comparison: ratio(0.8, [0.7, 0.9]) as Compared['comparison'],
    elsewhere: [],
  },
  ...more,
});
const names = { version: 8, baseline: 7, environment: 'production' };

test.for([
  ['both have tasks', compared(), names, null],
  [
    'a first release',
    compared({ baseline: null, comparison: null }),
    { ...names, baseline: null },
    'Nothing served production before: there is no baseline to compare with.',
  ],
  [
    'another model alone',
    compared(),
    { ...names, baseline: 8 },
    'Both sides are version 8 with another model: the page of cost compares them as variants.',
  ],
  [
    'nobody asked the candidate',
    compared({ candidate: null, comparison: null }),
    names,
    'Not compared: version 8 had no task in production in 30 days; no event names it.',
  ],
  [
    'the candidate served staging',
    compared({ candidate: null, comparison: null, elsewhere: [{ environment: 'staging', ...figure() }] }),
    names,
    'Not compared: version 8 had no task in production in 30 days; elsewhere it has $0.0200 per outcome ($0.0180 to $0.0230) in staging, 100 tasks.',
  ],
  [
    'the baseline had no traffic',
    compared({ baseline: null, comparison: null }),
    names,
    'Not compared: version 7 had no task in production in 30 days.',
  ],
  [
    'the candidate is young',
    compared({ candidate: figure({ tasks: 0, immature: 5, ...none }), comparison: null }),
    names,
    'Not compared yet: no task of version 8 is old enough to count.',
  ],
  [
    'too different',
    compared({ comparison: { refused: 'no_common_stratum', onlyFirst: [], onlySecond: [] } }),
    names,
    'Not compared: they have no query type in common.',
  ],
] as const)('a promotion says why its sides are not compared: %s', ([, given, of, sentence]) => {
  expect(plain(whyNotCompared(given, of))).toBe(sentence);
});
