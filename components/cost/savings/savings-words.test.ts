import { expect, test } from 'vitest';
import {
  bySaved,
  type Found,
  type Report,
  type SavingsState,
  savingsHeadline,
  spreadOf,
  topSavings,
} from './savings-words.ts';

const found = (savedUsd: number, more: Partial<Found> = {}): Found => ({
  subject: { prompt: 'a', version: 1, model: 'acme/m', other: null },
  summary: '',
  basis: 'replayed',
  requests: 1_000,
  pairs: null,
  savedUsd,
  ci95: null,
  lines: [],
  quality: 'unchanged',
  recommended: true,
  notes: [],
  experiment: null,
  ...more,
});
const card = (technique: Report['cards'][number]['technique'], ...of: Found[]): Report['cards'][number] => ({
  technique,
  complexity: 'low',
  risk: 'low',
  found: of,
  refused: [],
});
const state = (...cards: Report['cards']): SavingsState => ({
  status: 'done',
  progress: 1,
  error: null,
  requestedAt: null,
  computedAt: null,
  tookMs: null,
  report: { from: '', to: '', requests: 0, replayed: 0, caches: [], cards },
});

test.for<[string, SavingsState, string]>([
  ['nothing computed', { ...state(), status: 'none', report: null }, 'No savings have been computed yet.'],
  ['the first is running', { ...state(), status: 'running', report: null }, 'Savings are being computed.'],
  ['all refused', state(card('smaller_model')), 'No technique found a saving it can prove.'],
  [
    'only with unknown quality',
    state(card('shorter_system_prompt', found(95, { recommended: false })), card('smaller_model')),
    '1 of 2 techniques found a saving; none is safe to take without an evaluation.',
  ],
  [
    'the largest of real traffic',
    state(card('smaller_model', found(900, { requests: 0, pairs: 300 })), card('prefix_caching', found(120))),
    'Prefix caching would have saved $120 in 30 days; 2 of 2 techniques found a saving.',
  ],
])('the headline where it is %s', ([, of, sentence]) => {
  expect(savingsHeadline(of)).toBe(sentence);
});

test('half of the interval, or that there is none', () => {
  expect(spreadOf(found(120, { ci95: [100, 140] }))).toBe('±\u00a0$20');
  expect(spreadOf(found(120))).toBe('too little data for an interval');
});

test('techniques stand in the order of what they save of traffic, then of recorded answers, then without a saving', () => {
  const cards = [
    card('prefix_caching'),
    card('tiered_routing', found(900, { requests: 0, pairs: 300 })),
    card('output_compression', found(8)),
    card('smaller_model', found(32)),
  ];
  expect(bySaved(cards).map(({ technique }) => technique)).toEqual([
    'smaller_model',
    'output_compression',
    'tiered_routing',
    'prefix_caching',
  ]);
});

test('what would save most: the best of each technique that may be taken now, of real traffic', () => {
  const cards = [
    card('prefix_caching', found(12), found(3)),
    card('output_compression', found(90, { recommended: false }), found(8)),
    card('smaller_model', found(32)),
    card('tiered_routing', found(900, { requests: 0, pairs: 300 })),
    card('shorter_system_prompt', found(2)),
  ];
  const { report } = state(...cards);
  expect(report && topSavings(report, 3).map(({ technique, best }) => [technique, best.savedUsd])).toEqual([
    ['smaller_model', 32],
    ['prefix_caching', 12],
    ['output_compression', 8],
  ]);
});
