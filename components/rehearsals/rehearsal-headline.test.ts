import { expect, test } from 'vitest';
import type { OptionState } from '#server/rehearsals/domain/readiness.ts';
import { rehearsalEvidence, rehearsalHeadline } from './rehearsal-headline.ts';
import { costFigure, lackingWords, type OptionRow, type RehearsalData } from './rehearsal-words.ts';

const NOW = Date.parse('2026-11-27T10:00:00Z');

const replacement = (name: string, prompts: Partial<Record<OptionState, number>>, refusal: string | null = null) => ({
  name,
  prompts: { open: 0, ready: 0, inconclusive: 0, no_run: 0, fails: 0, ...prompts },
  refusal: refusal === null ? null : { code: 'replacement_retires_first', message: refusal },
});
const place = (prompt: string, environment: string, state: OptionState) => ({
  ...{ place: { prompt, environment }, options: [{ replacement: { name: 'acme/a' }, state }] },
});
const rehearsal = (
  prompts: number,
  replacements: readonly ReturnType<typeof replacement>[],
  { retirementDate = '2027-01-14', days = 48, places = [] as unknown[], window = {} } = {} as {
    retirementDate?: string | null;
    days?: number | null;
    places?: unknown[];
    window?: object;
  },
) =>
  ({
    name: 'acme/old',
    prompts,
    replacements,
    places,
    window,
    days,
    life: { retirementDate, from: 'registry' },
  }) as unknown as RehearsalData;

test.for([
  [
    'the best replacement, and what keeps the others',
    rehearsal(5, [
      replacement('acme/a', { no_run: 5 }),
      replacement('acme/b', { ready: 1, open: 1, fails: 1, no_run: 2 }),
    ]),
    '2 of 5 prompts are ready to move to acme/b before 14 Jan 2027; 1 fails its gate, 2 have no run to compare.',
  ],
  [
    'all',
    rehearsal(2, [replacement('acme/a', { ready: 2 })]),
    'All 2 prompts are ready to move to acme/a before 14 Jan 2027.',
  ],
  [
    'one prompt that is not',
    rehearsal(1, [replacement('acme/a', { inconclusive: 1 })]),
    'Its only prompt is not ready to move to acme/a before 14 Jan 2027; 1 is undecided.',
  ],
  [
    'one prompt that is ready in some of its environments',
    rehearsal(1, [replacement('acme/a', { fails: 1 })], {
      places: [place('p', 'dev', 'ready'), place('p', 'staging', 'fails'), place('p', 'production', 'open')],
    }),
    'In dev and production its only prompt is ready to move to acme/a before 14 Jan 2027; in staging it fails its gate.',
  ],
  [
    'of several one that is ready in some of its environments',
    rehearsal(2, [replacement('acme/a', { inconclusive: 1, no_run: 1 })], {
      places: [
        place('p', 'staging', 'inconclusive'),
        place('p', 'production', 'ready'),
        place('q', 'production', 'no_run'),
      ],
    }),
    '0 of 2 prompts are ready to move to acme/a before 14 Jan 2027; 1 has no run to compare, 1 is undecided in staging.',
  ],
  [
    'without a day',
    rehearsal(1, [replacement('acme/a', { ready: 1 })], { retirementDate: null, days: null }),
    'Its only prompt is ready to move to acme/a.',
  ],
  [
    'after its day',
    rehearsal(2, [replacement('acme/a', { ready: 1, fails: 1 })], { retirementDate: '2026-11-01', days: -26 }),
    'acme/old retired on 1 Nov. 1 of 2 prompts is ready to move to acme/a; 1 fails its gate.',
  ],
  [
    'no replacement',
    rehearsal(2, []),
    '2 prompts must move off acme/old before 14 Jan 2027 and no replacement is named.',
  ],
  [
    'a refused one',
    rehearsal(1, [replacement('acme/a', {}, 'acme/a retires on 2027-01-10.')]),
    '1 prompt must move off acme/old before 14 Jan 2027 and no replacement is possible: acme/a retires on 2027-01-10.',
  ],
  ['nowhere', rehearsal(0, []), 'acme/old serves nowhere, so nothing has to move before 14 Jan 2027.'],
] as const)('the headline: %s', ([, data, sentence]) => {
  expect(rehearsalHeadline(data, NOW).replaceAll('\u00a0', ' ')).toBe(sentence);
});

const cost = (more: object): OptionRow['cost'] => ({
  ...{ requests: 10, sampled: 10, known: 10, nowUsd: 40, replacementUsd: 20, change: -0.5 },
  ...{ ci95: [-0.55, -0.45], lacking: [], tokens: { basis: 'same' } },
  ...(more as Partial<OptionRow['cost']>),
});

test('the evidence adds up the cost of the places', () => {
  const places = [{ options: [{ replacement: { name: 'acme/a' }, cost: cost({}) }] }];
  const window = { from: new Date(NOW - 30 * 86_400_000), to: new Date(NOW) };
  const data = rehearsal(1, [replacement('acme/a', { ready: 1 })], { places, window });
  expect(rehearsalEvidence(data, NOW).replaceAll('\u00a0', ' ')).toBe(
    'acme/old retires 14 Jan 2027, in 48 days, as the registry says. The last 30 days of its requests cost $40.00 and would cost $20.00 with acme/a (−50 %).',
  );
});

test('a cost that is not known says what is missing, and a share that is', () => {
  const lacking = [{ of: 'replacement', meter: 'tokens_cached', because: 'no_price', requests: 4 }] as const;
  const figure = (more: object) => {
    const { main, sub } = costFigure({ cost: cost(more) } as OptionRow);
    return `${main} ${sub}`.replaceAll('\u00a0', ' ');
  };
  expect(figure({})).toBe('−$20.00 of $40.00, −55 % to −45 %');
  expect(figure({ known: 6, lacking })).toBe('−$20.00 of $40.00, −55 % to −45 %, 60.0 % known');
  expect(figure({ ci95: [-0.501, -0.499] })).toBe('−$20.00 of $40.00, −50 %');
  expect(figure({ nowUsd: null, lacking })).toBe('– no price for cached input');
  expect(figure({ requests: 0 })).toBe('– no traffic to price');
  expect(lackingWords([])).toBe('unknown');
});
