import { expect, test } from 'vitest';
import { type KeyPeople, peopleBehind } from './people-behind.ts';

const keys: KeyPeople[] = [
  { id: 'own', ownerId: 'ada', serviceAccountId: null, createdBy: 'ada' },
  { id: 'lent', ownerId: 'ada', serviceAccountId: null, createdBy: 'ben' },
  { id: 'ci', ownerId: null, serviceAccountId: 'bot', createdBy: 'ada' },
  { id: 'ci-2', ownerId: null, serviceAccountId: 'bot', createdBy: 'ben' },
  { id: 'shell', ownerId: null, serviceAccountId: 'other-bot', createdBy: null },
];
const person = (id: string, keyId?: string) => ({ kind: 'person', id, keyId }) as const;
const service = (id: string, keyId?: string) => ({ kind: 'service', id, keyId }) as const;

test.for([
  ['a person by browser: that person', person('ada'), { ada: 'self' }],
  ['a person with their own key: that person', person('ada', 'own'), { ada: 'self' }],
  ['a key that another person made: both', person('ada', 'lent'), { ada: 'self', ben: 'maker' }],
  ['a service account: everyone who made one of its keys', service('bot', 'ci'), { ada: 'maker', ben: 'maker' }],
  ['an older record of it that does not name the key: the same', service('bot'), { ada: 'maker', ben: 'maker' }],
  ['a key of the command line: no person', service('other-bot', 'shell'), {}],
  ['the system: no person', { kind: 'system', id: null } as const, {}],
  ['a service account without an id does not match a person’s keys', { kind: 'service', id: null } as const, {}],
] as const)('%s', ([, doer, expected]) => {
  expect(Object.fromEntries(peopleBehind(doer, keys))).toEqual(expected);
});
