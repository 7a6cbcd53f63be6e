import { describe, expect, test } from 'vitest';
import {
  casesBadge,
  failingWords,
  type Inputs,
  type Lesson,
  nothingToAdd,
  type Replay,
  replayBadge,
} from './lesson-words.ts';

const failing = { failed_requests: 0, failed_outcomes: 0, low_scores: 0, lowest_score: null };

test.each([
  [{ ...failing, failed_requests: 3, failed_outcomes: 1 }, '3 requests failed, 1 outcome failed'],
  [{ ...failing, low_scores: 2, lowest_score: 0.1 }, 'scored 0.100'],
])('%j reads %s', (given, words) => {
  expect(failingWords(given).replaceAll('\u00a0', ' ')).toBe(words);
});

describe('why there is nothing to add', () => {
  const found = { data: [], failing_requests: 4, inputs_stored: false } as unknown as Inputs;
  test('nothing is stored: what to send instead', () => {
    expect(nothingToAdd(found)).toMatch(/^4\srequests failed, but .* this project stores no inputs and outputs\. Send/);
  });
  test('nothing was sent', () => expect(nothingToAdd({ ...found, inputs_stored: true })).toContain('send `input`'));
  test('nothing failed', () => expect(nothingToAdd({ ...found, failing_requests: 0 })).toMatch(/^No request/));
});

test('a case that was not run is no pass, and no verdict is no badge', () => {
  const lesson = { cases: [{}, {}], passed: 1, failed: 0, not_run: 1 } as unknown as Lesson;
  expect(casesBadge(lesson)).toEqual({ state: 'inconclusive', word: '1 of 2 not run' });
  expect(casesBadge({ ...lesson, passed: 1, failed: 1, not_run: 0 }).word).toBe('1 of 2 fail');
  expect(casesBadge({ ...lesson, passed: 2, not_run: 0 }).state).toBe('pass');
  expect(replayBadge({ state: 'no_gate', verdict: null } as Replay)).toBeNull();
  expect(replayBadge({ state: 'decided', verdict: 'inconclusive' } as Replay)?.word).toBe('Cannot tell');
});
