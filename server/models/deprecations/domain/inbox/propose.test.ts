import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { datesIn } from './date-forms.ts';
import { nothingOf, type Proposal } from './proposal.ts';
import { proposeFrom } from './propose.ts';

/** What is proposed, in words: only what is said, and what is asked without its sentence. */
const said = (text: string, publishedOn: string | null = null, listed: string[] = []) =>
  proposeFrom(text, { publishedOn, listed }).map(({ sentences, asks, ...rest }) => {
    const empty: Record<string, unknown> = { ...nothingOf('') };
    const fields = Object.entries(rest).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(empty[key]));
    const asked = asks.map(({ ask, candidates }) => `${ask}: ${candidates.join(', ')}`);
    return { ...Object.fromEntries(fields), ...(asked.length > 0 ? { asked } : {}) };
  });

describe('a changelog says', () => {
  test.for([
    [
      'three models in a sentence, one date of which can be read in two ways',
      'From Mar 3rd, 2027 acme-large-1 stops answering; acme-mini-1 follows on 14/04/2027 and acme-nano-1 on 05/01/27.',
      [
        { model: 'acme-large-1', retiresOn: '2027-03-03' },
        { model: 'acme-mini-1', retiresOn: '2027-04-14' },
        { model: 'acme-nano-1', asked: ['which_day: 2027-01-05, 2027-05-01'] },
      ],
    ],
    [
      'three models that go some months after their notice',
      'We e-mailed users of `acme-chat-2`, `acme-chat-2-long` and acme-code-1 on 9 June 2026: all three leave the API six months later.',
      ['acme-chat-2', 'acme-chat-2-long', 'acme-code-1'].map((model) => ({
        model,
        announcedOn: '2026-06-09',
        asked: ['relative_day: 2026-12-09'],
      })),
    ],
    [
      'a day that moves',
      'Update: the shutdown of acme-vision-beta planned for 2026-11-30 moves to January 29, 2027.',
      [{ model: 'acme-vision-beta', retiresOn: '2027-01-29', previously: ['2026-11-30'] }],
    ],
    [
      'two days by Region',
      'acme-pro-v3 reaches end of life on 2027-02-01 in us-east-1 and eu-west-1, and on 2027-06-30 in all other Regions.',
      [
        {
          model: 'acme-pro-v3',
          retiresOn: '2027-06-30',
          byRegion: [
            { regions: 'us-east-1, eu-west-1', day: '2027-02-01' },
            { regions: 'all other Regions', day: '2027-06-30' },
          ],
        },
      ],
    ],
    [
      'an alias that moves, and a floor without an exact day',
      'acme-latest now points to acme-5; the old name acme-4-latest resolves until Q2 2027, not before April 1.',
      [
        { model: 'acme-4-latest', notBefore: '2027-04-01', asked: ['no_exact_day: 2027-04-01, 2027-06-30'] },
        { model: 'acme-latest', pointsTo: 'acme-5' },
      ],
    ],
    [
      'deprecation and retirement apart, and the replacement in the next sentence is asked about',
      'acme-3 is deprecated on 1 May 2027 and will be retired on November 1st, 2027. We recommend acme-6.',
      [{ model: 'acme-3', deprecatedOn: '2027-05-01', retiresOn: '2027-11-01', asked: ['replaces_which: acme-6'] }],
    ],
    [
      'who was notified when, and what replaces it',
      'On 2026-09-01 we notified developers that acme-chat-1 and acme-chat-2 will be shut down on 2027-03-01 and replaced by acme-chat-5.',
      ['acme-chat-1', 'acme-chat-2'].map((model) => ({
        model,
        retiresOn: '2027-03-01',
        announcedOn: '2026-09-01',
        replacements: ['acme-chat-5'],
      })),
    ],
    [
      'a replacement that comes first, and a day without its year',
      'acme-7 replaces acme-6, which will be removed on August 31.',
      [{ model: 'acme-6', replacements: ['acme-7'], asked: ['which_year: 2027-08-31'] }],
    ],
    [
      'names that are no ids, and no day',
      'Claude Opus 4.1 will be retired.\nacme-9-beta is no longer deprecated.',
      [
        { model: 'Claude Opus 4.1', asked: ['which_id: ', 'no_day: '] },
        { model: 'acme-9-beta', asked: ['withdrawn: '] },
      ],
    ],
    [
      'several replacements of several models, a day that does not exist, and two days that differ',
      'acme-1 and acme-2 retire on 30 February 2027; use acme-5 or acme-6.\nacme-8 retires on 2027-01-01.\nacme-8 retires on 2027-02-01.',
      [
        { model: 'acme-1', asked: ['no_such_day: ', 'replaces_which: acme-5, acme-6'] },
        { model: 'acme-2', asked: ['no_such_day: ', 'replaces_which: acme-5, acme-6'] },
        { model: 'acme-8', asked: ['which_day: 2027-01-01, 2027-02-01'] },
      ],
    ],
  ] as const)('%s', ([, text, expected]) => {
    const byModel = (a: object, b: object) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
    const sorted = (all: readonly object[]) =>
      all.toSorted((a, b) => byModel({ m: (a as Proposal).model }, { m: (b as Proposal).model }));
    expect(sorted(said(text, text.includes('August') ? '2026-11-27' : null))).toEqual(sorted(expected));
  });

  test('nothing where it names no model, or no model goes', () => {
    expect(
      said(
        'Our status page moves on 2027-01-01 to us-east-1. acme-5 answers faster, see https://acme.example/acme-4-old.',
      ),
    ).toEqual([]);
  });

  test.for([
    [
      'who uses a model is not what replaces it',
      'On June 6th, 2025, we notified developers using acme-1 of its removal in three months.',
      [{ model: 'acme-1', announcedOn: '2025-06-06', asked: ['relative_day: 2025-09-06'] }],
    ],
    [
      'the day of a notice is not the day of the removal',
      'On April 14th, 2025, we notified developers that acme-1 will be removed in the coming months.',
      [{ model: 'acme-1', announcedOn: '2025-04-14', asked: ['no_day: '] }],
    ],
    [
      'a row of a table',
      'acme-1 | deprecated 1/31/2026 | retired 5/31/2026 | replacement: acme-2',
      [{ model: 'acme-1', deprecatedOn: '2026-01-31', retiresOn: '2026-05-31', replacements: ['acme-2'] }],
    ],
    [
      'a date without what happens on it',
      'Effective Nov 30, 2026, requests to acme-1 answer with an error.',
      [{ model: 'acme-1', asked: ['what_happens: 2026-11-30'] }],
    ],
  ] as const)('%s', ([, text, expected]) => expect(said(text)).toEqual(expected));

  test('what it says in a line without end, in bounded time', () => {
    const found = proposeFrom('acme-1 retires on 05/01/27 '.repeat(7_000), { publishedOn: null, listed: [] });
    expect(found.map(({ model }) => model)).toEqual(['acme-1']);
  });

  test('each with the sentence that it came from', () => {
    const [found] = proposeFrom('Hello. acme-1 retires on 2027-01-01. Bye.', { publishedOn: null, listed: [] });
    expect(found?.sentences).toEqual(['acme-1 retires on 2027-01-01.']);
  });

  test('a listed id that looks like a word', () => {
    expect(said('davinci retires on 2027-01-01.', null, ['davinci'])).toEqual([
      { model: 'davinci', retiresOn: '2027-01-01' },
    ]);
  });
});

test.for([
  ['2027-01-29', ['2027-01-29']],
  ['2027/1/29', ['2027-01-29']],
  ['June 3rd, 2026', ['2026-06-03']],
  ['3 June 2026', ['2026-06-03']],
  ['the 3rd of June 2026', ['2026-06-03']],
  ['Sept. 3, 2026', ['2026-09-03']],
  ['05.01.2027', ['2027-01-05']],
  ['05/05/27', ['2027-05-05']],
  ['04/05/2027', ['2027-04-05', '2027-05-04']],
  ['13/13/2027', []],
  ['29 February 2027', []],
] as const)('the date %s is %j', ([text, days]) => {
  expect(datesIn(`on ${text}.`).map(({ date }) => date)).toEqual([{ form: 'days', days }]);
});

test.for([
  ['Q2 2027', '2027-04-01', '2027-06-30'],
  ['the fourth quarter of 2027', '2027-10-01', '2027-12-31'],
  ['February 2028', '2028-02-01', '2028-02-29'],
  ['H1 2027', '2027-01-01', '2027-06-30'],
] as const)('%s is from %s to %s', ([text, from, to]) => {
  expect(datesIn(`in ${text},`).map(({ date }) => date)).toEqual([{ form: 'period', from, to }]);
});

test.for(['gpt-4o-2024-08-06', 'v1.2.2027', 'acme-3-05/01/27', 'within reason', 'users may ask'])(
  '%s is no date',
  (text) => expect(datesIn(text)).toEqual([]),
);

property.prop([
  fc.array(
    fc.constantFrom(
      ...'acme-1 retires on|2027-01-01|;|: |. |in six months|use acme-2|05/01/27|Q2 2027|April 1|and|, |\n|deprecated'.split(
        '|',
      ),
    ),
    { maxLength: 20 },
  ),
])(
  'whatever a text says, days are days, each proposal has its sentence, and no day is asked for where one is said',
  (parts) => {
    for (const { retiresOn, sentences, asks } of proposeFrom(parts.join(' '), {
      publishedOn: '2026-11-27',
      listed: [],
    })) {
      expect(retiresOn ?? '2027-01-01').toMatch(/^\d{4}-\d\d-\d\d$/);
      expect(sentences.length).toBeGreaterThan(0);
      expect(retiresOn !== null && asks.some(({ ask }) => ask === 'no_day')).toBe(false);
    }
  },
);
