import { describe, expect, test } from 'vitest';
import { isMatched, type Matcher, matcherWords, type Silenceable, silenceProblems } from './silence.ts';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const DAY = 86_400_000;
const alert: Silenceable = {
  ...{
    kind: 'error_rate',
    severity: 'warning',
    source: 'monitor',
    prompt: 'support/answer',
    environment: 'production',
  },
  ...{ model: null, labels: { code: '429' } },
};

describe('matchers', () => {
  test.each<[Matcher[], boolean]>([
    [[{ label: 'prompt', value: 'support/answer' }], true],
    [[{ label: 'prompt', value: 'support/*' }], true],
    [[{ label: 'prompt', value: 'support' }], false],
    [[{ label: 'prompt', value: '*answer' }], true],
    [[{ label: 'prompt', value: 's*a*r' }], true],
    [[{ label: 'prompt', value: 's*answer*r' }], false],
    [[{ label: 'prompt', value: 'sup*port/answer/*' }], false],
    [[{ label: 'code', value: '429' }], true],
    [[{ label: 'code', value: '429', not: true }], false],
    [[{ label: 'code', value: '500', not: true }], true],
    [[{ label: 'model', value: '' }], true],
    [[{ label: 'nothing', value: '' }], true],
    [[{ label: 'constructor', value: '' }], true],
    [
      [
        { label: 'prompt', value: 'support/*' },
        { label: 'code', value: '500' },
      ],
      false,
    ],
  ])('%j: %s', (matchers, expected) => expect(isMatched(matchers, alert)).toBe(expected));

  test('are read as words', () => {
    expect(
      matcherWords([
        { label: 'prompt', value: 'a/*' },
        { label: 'code', value: '', not: true },
      ]),
    ).toBe('prompt a/*, not code (none)');
  });
});

describe('a silence is refused', () => {
  const fine = {
    matchers: [{ label: 'kind', value: 'x' }],
    startsAt: NOW,
    endsAt: NOW + DAY,
    reason: 'moving regions',
  };
  const codes = (given: Partial<Parameters<typeof silenceProblems>[0]>) =>
    silenceProblems({ ...fine, ...given }, NOW).map((one) => one.code);
  test.each<[string, Parameters<typeof codes>[0], string[]]>([
    ['not, where it has an end within 7 days, a reason and a matcher', {}, []],
    ['not at 7 days', { endsAt: NOW + 7 * DAY }, []],
    ['without an end', { endsAt: null }, ['required']],
    ['past 7 days', { endsAt: NOW + 7 * DAY + 1 }, ['too_long']],
    ['that is over', { startsAt: NOW - 2 * DAY, endsAt: NOW - DAY }, ['in_the_past']],
    ['that ends before it starts', { startsAt: NOW + DAY, endsAt: NOW + 1 }, ['before_start']],
    ['without a reason', { reason: '  ' }, ['required']],
    ['of everything', { matchers: [{ label: 'kind', value: '*' }] }, ['matches_everything']],
    ['of no matcher', { matchers: [] }, ['matches_everything']],
  ])('%s', (_, given, expected) => expect(codes(given)).toEqual(expected));
});
