import { describe, expect, test } from 'vitest';
import { caseResult } from './case-result.ts';
import { byTelling, type Told } from './failing.ts';
import { inputOfText } from './input-of-text.ts';
import { type Ended, nearest } from './nearest.ts';
import { needsExpected } from './needs-expected.ts';
import { replaySentence } from './replay-sentence.ts';

describe('the input of a stored text', () => {
  test.each([
    ['an object is its variables', '{"a": 1, "b": "x"}', ['q'], { a: 1, b: 'x' }],
    ['a text is the only variable', 'why?', ['question'], { question: 'why?' }],
    ['a text of a prompt with several is `input`', 'why?', ['a', 'b'], { input: 'why?' }],
    ['a list is that of messages', '[{"role":"user"}]', [], { messages: [{ role: 'user' }] }],
    ['a list of a prompt with one variable is that', '[1]', ['items'], { items: [1] }],
    ['what only begins like JSON is a text', '{not json', ['q'], { q: '{not json' }],
    ['an empty object is a text', '{}', [], { input: '{}' }],
    ['a number stays a text', '42', ['n'], { n: '42' }],
  ])('%s', (_, stored, variables, input) => {
    expect(inputOfText(stored, variables)).toEqual(input);
  });
});

describe('the most telling input first', () => {
  const told = (requests: number, outcomes: number, lowest: number | null, more: Partial<Told> = {}): Told => ({
    ...{ failing: { requests, outcomes, lowScores: lowest === null ? 0 : 1, lowest }, requests: 1, firstAt: 0 },
    ...more,
  });
  test.each([
    ['in more ways', told(1, 1, null), told(9, 0, null, { requests: 9 })],
    ['by more requests', told(3, 0, null, { requests: 3 }), told(1, 0, null)],
    ['a lower score', told(0, 0, 0.1), told(0, 0, 0.4)],
    ['any low score before none', told(0, 0, 0.4), told(1, 0, null)],
    ['the earlier', told(1, 0, null), told(1, 0, null, { firstAt: 5 })],
  ])('%s', (_, first, second) => {
    expect([second, first].toSorted(byTelling)).toEqual([first, second]);
  });
});

test.each([
  [[{ type: 'equals' }], true],
  [[{ type: 'equals' }, { type: 'contains', value: 'x' }], false],
  [[{ type: 'json_schema' }], false],
  [[], false],
] as const)('scorers %j need an expected answer: %s', (scorers, needed) => {
  expect(needsExpected(scorers)).toBe(needed);
});

test.each([
  [[1], 'passed'],
  [[1, 1], 'passed'],
  [[1, 0.9], 'failed'],
  [[null, 0], 'failed'],
  [[1, null], 'not_run'],
  [[], 'not_run'],
])('a case answered with the scores %j has %s', (scores, result) => {
  expect(caseResult(scores)).toBe(result);
});

describe('the nearest incidents', () => {
  const ended = (more: Partial<Ended> & { name: string }) => ({
    ...{ prompt: null, model: null, categories: [], isReviewed: false, endedAt: 0 },
    ...more,
  });
  const touched = { prompt: 'a', models: ['acme/mini'], categories: ['maths'] };
  const names = (incidents: (Ended & { name: string })[]) =>
    nearest(incidents, touched).map(({ name, relation }) => `${name} ${relation}`);

  test('prompt before model before category; what shares nothing is left out', () => {
    const given = [
      ended({ name: 'category', categories: ['maths'], endedAt: 9 }),
      ended({ name: 'model', model: 'mini', endedAt: 5 }),
      ended({ name: 'other', prompt: 'b', model: 'acme/maxi', categories: ['law'] }),
      ended({ name: 'prompt', prompt: 'a' }),
    ];
    expect(names(given)).toEqual(['prompt prompt', 'model model', 'category category']);
  });

  test('of one relation those that people are done with, then the newest', () => {
    const given = [
      ended({ name: 'old', prompt: 'a', endedAt: 1 }),
      ended({ name: 'new', prompt: 'a', endedAt: 2 }),
      ended({ name: 'reviewed', prompt: 'a', isReviewed: true }),
    ];
    expect(names(given)).toEqual(['reviewed prompt', 'new prompt', 'old prompt']);
  });

  test('a bare id is not the end of another id', () => {
    expect(names([ended({ name: 'x', model: 'ini' })])).toEqual([]);
  });
});

describe('the sentence of a replay', () => {
  const of = { cases: 3, dataset: 'golden' };
  const reason = (verdict: 'fail' | 'inconclusive', sentence: string) =>
    ({ code: 'unresolved', verdict, dataset: 'golden', category: 'c', sentence }) as const;

  test('no names the cases', () => {
    const sentence = replaySentence({ verdict: 'pass', reasons: [], datasets: [] }, of);
    expect(sentence).toBe('No: with these 3 cases in golden it would have passed.');
  });
  test('yes gives the first reason that fails', () => {
    const reasons = [reason('inconclusive', 'x'), reason('fail', 'c drops by 40.0 points.')];
    const sentence = replaySentence({ verdict: 'fail', reasons, datasets: [] }, of);
    expect(sentence).toBe('Yes: it would have failed on golden. c drops by 40.0 points.');
  });
  test('cannot tell says why', () => {
    const reasons = [reason('inconclusive', '2 of 9 items of c are unresolved: run those again.')];
    const sentence = replaySentence({ verdict: 'inconclusive', reasons, datasets: [] }, of);
    expect(sentence).toBe('Cannot tell: 2 of 9 items of c are unresolved: run those again.');
  });
});
