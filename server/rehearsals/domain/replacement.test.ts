import { expect, test } from 'vitest';
import { entry } from '#test/builders/deprecation-entry.ts';
import { namedAs } from './affected.ts';
import { type Judged, replacementRefusal } from './replacement.ts';

const NOW = new Date('2026-11-27T10:00:00Z');
const dated = (name: string, retiresOn: string | null, providers = ['acme']): Judged => {
  return { name, standing: { kind: 'dated', name, retiresOn }, providers };
};
const leaving = dated('acme/old', '2026-12-20');

test.for([
  ['one that stays', dated('acme/next', null), null],
  ['one that stays 91 days', dated('acme/next', '2027-02-26'), null],
  ['one that stays 90 days', dated('acme/next', '2027-02-25'), 'replacement_retires_soon'],
  ['one that goes earlier', dated('acme/next', '2026-12-19'), 'replacement_retires_first'],
  ['one that goes the same day', dated('acme/next', '2026-12-20'), 'replacement_retires_first'],
  ['one that is gone', dated('acme/next', '2026-11-27'), 'replacement_retires_first'],
  ['the model itself', dated('acme/old', null), 'same_model'],
  ['a name of two providers', dated('next', null, ['acme', 'mirror']), 'ambiguous_model'],
  ['a name that nobody registered', dated('next', null, []), null],
] as const)('%s', ([, replacement, code]) => {
  expect(replacementRefusal(leaving, replacement, NOW)?.code ?? null).toBe(code);
});

test('a refusal names the day; of an ambiguous name the soonest counts', () => {
  const may = entry('next-0101', '2027-01-15');
  const standing = { kind: 'ambiguous', doubt: 'which_snapshot', candidates: [may] } as const;
  expect(replacementRefusal(leaving, { name: 'openai/next', standing, providers: ['openai'] }, NOW)?.message).toBe(
    'It may be openai/next-0101, which retires on 2027-01-15, in 49 days, and a replacement must last more than 90. Choose another replacement.',
  );
});

const snapshot = entry('old-0613', '2026-12-20');
test.for([
  ['its own name', { isItself: true, ownDay: null, entry: null }, 'id'],
  ['the same entry under another spelling', { isItself: false, ownDay: null, entry: snapshot }, 'variant'],
  ['an alias of it', { isItself: false, ownDay: null, entry: entry('old', null, { aliasOf: 'old-0613' }) }, 'alias'],
  [
    'the alias of another cloud',
    { isItself: false, ownDay: null, entry: entry('old', null, { aliasOf: 'old-0613', announcer: 'azure-openai' }) },
    null,
  ],
  ['an alias with a day of the registry', { isItself: false, ownDay: '2027-06-01', entry: snapshot }, null],
  ['another model', { isItself: false, ownDay: null, entry: entry('other', null) }, null],
  ['a name that is in no list', { isItself: false, ownDay: null, entry: null }, null],
] as const)('a place is affected by %s', ([, name, how]) => {
  expect(namedAs(name, snapshot)).toBe(how);
});
