import { describe, expect, test } from 'vitest';
import { entry } from '#test/builders/deprecation-entry.ts';
import { horizonOf, type Place, planCalendar } from './calendar.ts';
import { makeMatcher } from './match-deployed.ts';

const NOW = new Date('2026-11-27T23:59:00Z');
const place = (model: string, environment = 'production', owner: string | null = 'ada', prompt = 'greet'): Place => ({
  provider: 'openai',
  model,
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
  test('lists retirements, soonest first, without those that are later, have only a floor, or are not in the list', () => {
    const places = ['acme-f', 'acme-d', 'acme-c', 'acme-b', 'acme-a', 'acme-z'].map((model) => place(model));
    expect(
      planCalendar(places, match, NOW).leaving.map(({ entry, days, horizon }) => [entry.model, days, horizon]),
    ).toEqual([
      ['acme-a', 0, 0],
      ['acme-b', 30, 30],
      ['acme-c', 180, 180],
    ]);
  });

  test('groups prompts by environment and owner, each once, those without an owner first', () => {
    const places = [
      place('acme-b', 'production', 'bob', 'sum'),
      place('acme-b', 'production', null, 'greet'),
      place('acme-b', 'production', 'bob', 'greet'),
      place('acme-b', 'production', 'bob', 'greet'),
      place('acme-b', 'development', 'bob', 'greet'),
    ];
    expect(planCalendar(places, match, NOW).leaving[0]?.cells).toEqual([
      { environment: 'development', owner: 'bob', prompts: ['greet'] },
      { environment: 'production', owner: null, prompts: ['greet'] },
      { environment: 'production', owner: 'bob', prompts: ['greet', 'sum'] },
    ]);
  });

  test('asks about ambiguous places, with the soonest day, unless all candidates retire later', () => {
    const { asked, leaving } = planCalendar([place('acme-g'), place('acme-h')], match, NOW);
    expect(leaving).toEqual([]);
    expect(asked.map(({ place, doubt, earliest }) => [place.model, doubt, earliest])).toEqual([
      ['acme-g', 'which_snapshot', '2026-12-01'],
    ]);
  });

  test('lists retirements announced without a day separately', () => {
    expect(planCalendar([place('acme-e')], match, NOW).undated.map(({ model }) => model)).toEqual(['acme-e']);
  });
});
