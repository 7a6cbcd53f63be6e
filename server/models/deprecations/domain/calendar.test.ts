import { describe, expect, test } from 'vitest';
import { lifeOf } from '#server/models/domain/life.ts';
import { entry } from '#test/builders/deprecation-entry.ts';
import { horizonOf, type Place, planCalendar, type Subject } from './calendar.ts';
import { makeMatcher } from './match-deployed.ts';

const NOW = new Date('2026-11-27T23:59:00Z');
const place = (environment = 'production', owner: string | null = 'ada', prompt = 'greet'): Place => ({
  environment,
  owner,
  prompt,
});
const ENTRIES = [
  entry('acme-a', '2026-11-27'),
  entry('acme-b', '2026-12-27'),
  entry('acme-c', '2027-05-26'),
  entry('acme-d', '2027-05-27'),
  entry('acme-e', null),
  entry('acme-f', null, { state: 'active_floor', notBefore: '2027-01-01' }),
  entry('acme-g-2026-01-01', '2027-02-01'),
  entry('acme-g-2026-02-02', '2026-12-01'),
  entry('acme-h-2026-02-02', '2028-12-01'),
];
const match = makeMatcher(ENTRIES);
const subject = (model: string, places: Place[] = [place()], retirementDate: string | null = null): Subject => ({
  name: `openai/${model}`,
  life: lifeOf({ deprecationDate: null, retirementDate }, match({ provider: 'openai', model })),
  places,
});

test.for([
  [-1, 0],
  [0, 0],
  [1, 30],
  [30, 30],
  [31, 90],
  [90, 90],
  [91, 180],
  [180, 180],
  [181, null],
] as const)('a retirement in %i days is in column %s', ([days, horizon]) => expect(horizonOf(days)).toBe(horizon));

describe('the calendar', () => {
  test('lists models that retire, soonest first, without those that retire later, have a floor, or are not listed', () => {
    const subjects = ['acme-f', 'acme-d', 'acme-c', 'acme-b', 'acme-a', 'acme-z'].map((model) => subject(model));
    expect(
      planCalendar(subjects, NOW).leaving.map(({ subject, days, horizon }) => [subject.name, days, horizon]),
    ).toEqual([
      ['openai/acme-a', 0, 0],
      ['openai/acme-b', 30, 30],
      ['openai/acme-c', 180, 180],
    ]);
  });

  test('takes the day of the registry before that of the list', () => {
    const { leaving } = planCalendar([subject('acme-b', [place()], '2027-01-31')], NOW);
    expect(leaving.map(({ retiresOn, subject }) => [retiresOn, subject.life.from])).toEqual([
      ['2027-01-31', 'registry'],
    ]);
  });

  test('lists a model that serves nowhere until its day, and asks nothing about it', () => {
    const { leaving, asked, undated } = planCalendar(
      ['acme-a', 'acme-b', 'acme-g', 'acme-e'].map((model) => subject(model, [])),
      NOW,
    );
    expect(leaving.map(({ subject, cells }) => [subject.name, cells])).toEqual([['openai/acme-b', []]]);
    expect([asked, undated]).toEqual([[], []]);
  });

  test('groups prompts by environment and owner, each once, those without an owner first', () => {
    const places = [
      place('production', 'bob', 'sum'),
      place('production', null, 'greet'),
      place('production', 'bob', 'greet'),
      place('production', 'bob', 'greet'),
      place('development', 'bob', 'greet'),
    ];
    expect(planCalendar([subject('acme-b', places)], NOW).leaving[0]?.cells).toEqual([
      { environment: 'development', owner: 'bob', prompts: ['greet'] },
      { environment: 'production', owner: null, prompts: ['greet'] },
      { environment: 'production', owner: 'bob', prompts: ['greet', 'sum'] },
    ]);
  });

  test('asks about a name that may be several entries, with the soonest day, unless all retire later', () => {
    const { asked, leaving } = planCalendar([subject('acme-g'), subject('acme-h')], NOW);
    expect(leaving).toEqual([]);
    expect(asked.map(({ subject, doubt, earliest }) => [subject.name, doubt, earliest])).toEqual([
      ['openai/acme-g', 'which_snapshot', '2026-12-01'],
    ]);
  });

  test('lists models that are announced without a day separately', () => {
    expect(planCalendar([subject('acme-e')], NOW).undated.map(({ name }) => name)).toEqual(['openai/acme-e']);
  });
});
