import { describe, expect, test } from 'vitest';
import { CURATED } from './curated.ts';
import { entryName } from './entry.ts';
import { readEntries } from './read-entries.ts';

describe('the list in the repository', () => {
  test('is read whole: 684 entries of 17 announcers', () => {
    expect(CURATED).toHaveLength(684);
    expect(new Set(CURATED.map(({ announcer }) => announcer)).size).toBe(17);
    expect(CURATED.filter(({ retiresOn }) => retiresOn !== null)).toHaveLength(632);
    expect(CURATED.filter(({ announcedOn }) => announcedOn !== null)).toHaveLength(373);
    expect(CURATED.filter(({ releasedOn }) => releasedOn !== null)).toHaveLength(178);
    expect(CURATED.filter(({ seenOn }) => seenOn === null)).toHaveLength(26);
  });

  test('gives a floor day to each `active_floor` entry', () => {
    const floors = CURATED.filter(({ state }) => state === 'active_floor');
    expect(floors).toHaveLength(20);
    expect(floors.filter(({ retiresOn }) => retiresOn !== null).map(entryName)).toEqual([]);
  });

  test('never marks as certain what only a third party reported', () => {
    const said = CURATED.filter(({ note }) => /third.party|translated|reseller/.test(note ?? ''));
    expect(said.length).toBeGreaterThan(20);
    expect(said.filter(({ certainty }) => certainty === 'vendor').map(entryName)).toEqual([]);
  });
});

const SOURCES = ['https://example.com/deprecations'];
const GOOD = { provider: 'openai', model: 'acme-1', state: 'deprecated', source: 0, certainty: 'vendor' };

describe('a list that is refused names the field', () => {
  test.for([
    ['no list at all', [], ''],
    ['an unknown provider', { ...GOOD, provider: 'acme' }, '/entries/0/provider'],
    ['a model id with a space', { ...GOOD, model: 'Acme One' }, '/entries/0/model'],
    ['a day that does not exist', { ...GOOD, retires_on: '2027-02-30' }, '/entries/0/retires_on'],
    ['a date in another form', { ...GOOD, retires_on: '14/04/2027' }, '/entries/0/retires_on'],
    ['null instead of a field that is left out', { ...GOOD, retires_on: null }, '/entries/0/retires_on'],
    [
      'a retirement before its announcement',
      { ...GOOD, announced_on: '2027-01-02', retires_on: '2027-01-01' },
      '/entries/0/retires_on',
    ],
    [
      'a retirement before the release',
      { ...GOOD, released_on: '2027-01-02', retires_on: '2027-01-01' },
      '/entries/0/retires_on',
    ],
    ['an unknown state', { ...GOOD, state: 'gone' }, '/entries/0/state'],
    ['`active_dated` without a date', { ...GOOD, state: 'active_dated' }, '/entries/0/retires_on'],
    ['a floor without its day', { ...GOOD, state: 'active_floor' }, '/entries/0/not_before'],
    ['a source that does not exist', { ...GOOD, source: 1 }, '/entries/0/source'],
    ['no source', { ...GOOD, source: undefined }, '/entries/0/source'],
    ['an unknown field', { ...GOOD, retire_on: '2027-01-01' }, '/entries/0/retire_on'],
    ['an alias of a model that is not in the list', { ...GOOD, alias_of: 'acme-2' }, '/entries/0/alias_of'],
  ] as const)('%s', ([, entry, path]) => {
    const list = Array.isArray(entry) ? entry : { sources: SOURCES, entries: [entry] };
    expect(readEntries(list).problems?.map((problem) => problem.path)).toEqual([path]);
  });

  test('the same model twice, in any case', () => {
    const list = { sources: SOURCES, entries: [GOOD, { ...GOOD, model: 'ACME-1' }] };
    expect(readEntries(list).problems).toEqual([
      { path: '/entries/1/model', message: 'openai/acme-1 is listed already at /entries/0.' },
    ]);
  });

  test('a source that is no address', () => {
    expect(readEntries({ sources: ['the page'], entries: [GOOD] }).problems).toHaveLength(1);
  });
});
