import { expect, test } from 'vitest';
import { involvedIn } from './involved.ts';

test.for([
  ['the requester and the author', { ed: 'self' }, { ann: 'self' }, { ed: 'asked', ann: 'wrote' }],
  ['who made the key that did both', { ada: 'maker' }, { ada: 'maker' }, { ada: 'made_key_that_asked' }],
  ['who wrote it in person and made the key that asked', { ada: 'maker' }, { ada: 'self' }, { ada: 'wrote' }],
  [
    'owner and maker of one key',
    { ada: 'owner', ben: 'maker' },
    {},
    { ada: 'asked_with_own_key', ben: 'made_key_that_asked' },
  ],
  ['no person, where the command line made the key', {}, {}, {}],
] as const)('involved: %s', ([, requester, author, expected]) => {
  const people = (given: Record<string, 'self' | 'owner' | 'maker'>) => new Map(Object.entries(given));
  expect(Object.fromEntries(involvedIn(people(requester), people(author)))).toEqual(expected);
});
