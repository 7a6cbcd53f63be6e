import { describe, expect, test } from 'vitest';
import { entry } from '#test/builders/deprecation-entry.ts';
import { makeMatcher } from './match-deployed.ts';
import { promotionProblem, replacementProblem } from './replacement-rules.ts';

const NOW = new Date('2026-11-27T12:00:00Z');
const match = makeMatcher([
  entry('acme-gone', '2026-11-27'),
  entry('acme-day', '2026-11-28'),
  entry('acme-30', '2026-12-27'),
  entry('acme-31', '2026-12-28'),
  entry('acme-undated', null),
  entry('acme-two-2026-01-01', '2026-12-01'),
  entry('acme-two-2026-02-02', '2027-12-01'),
]);
const of = (model: string) => match({ provider: 'openai', model });

describe('a promotion onto', () => {
  test.for([
    [
      'a model in its last 30 days needs a reason',
      'acme-30',
      null,
      'openai/acme-30 retires on 2026-12-27, in 30 days.',
    ],
    [
      'a model on its last day but one needs a reason too',
      'acme-day',
      '',
      'openai/acme-day retires on 2026-11-28, in 1 day.',
    ],
    ['a reason of blanks counts as none', 'acme-day', '  ', 'openai/acme-day retires on 2026-11-28, in 1 day.'],
    ['a retired model needs one', 'acme-gone', null, 'openai/acme-gone retired on 2026-11-27.'],
    [
      'an ambiguous name with such a candidate needs one',
      'acme-two',
      null,
      'This may be openai/acme-two-2026-01-01, which retires on 2026-12-01, in 4 days.',
    ],
  ] as const)('%s', ([, model, reason, sentence]) => {
    expect(promotionProblem(of(model), reason, NOW)?.message).toContain(sentence);
  });

  test.for([
    ['a model with 31 days left', 'acme-31', null],
    ['a model with a reason', 'acme-day', 'a bridge of a week until the new one is approved'],
    ['a model without a day', 'acme-undated', null],
    ['a model that is not listed', 'acme-new', null],
  ] as const)('%s needs none', ([, model, reason]) => expect(promotionProblem(of(model), reason, NOW)).toBeNull());
});

describe('a replacement', () => {
  test.for([
    [
      'that retires earlier is refused with the date',
      'acme-31',
      'acme-30',
      'retires on 2026-12-27, before openai/acme-31 (2026-12-28)',
    ],
    ['that retires the same day too', 'acme-30', 'acme-30', 'retires on 2026-12-27, the same day as openai/acme-30'],
    [
      'that is retired, for a model without a day',
      'acme-undated',
      'acme-gone',
      'openai/acme-gone retired on 2026-11-27',
    ],
    [
      'that is ambiguous with such a candidate',
      'acme-30',
      'acme-two',
      'It may be openai/acme-two-2026-01-01, which retires on 2026-12-01',
    ],
  ] as const)('%s', ([, leaving, replacement, sentence]) => {
    expect(replacementProblem(of(leaving), of(replacement), NOW)?.message).toContain(sentence);
  });

  test.for([
    ['retires later', 'acme-30', 'acme-31'],
    ['has no day', 'acme-30', 'acme-undated'],
    ['is not listed', 'acme-30', 'acme-new'],
    ['retires at all, for a model without a day', 'acme-undated', 'acme-30'],
  ] as const)('that %s can replace', ([, leaving, replacement]) => {
    expect(replacementProblem(of(leaving), of(replacement), NOW)).toBeNull();
  });
});
