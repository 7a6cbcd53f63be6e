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
  ['a person by browser is nobody but themself', person('ada'), { ada: 'self' }],
  ['a person with their own key too', person('ada', 'own'), { ada: 'self' }],
  ['a key that somebody else made leads to both', person('ada', 'lent'), { ada: 'self', ben: 'maker' }],
  ['a service account leads to whoever made any of its keys', service('bot', 'ci'), { ada: 'maker', ben: 'maker' }],
  ['and so does an older record that does not name the key', service('bot'), { ada: 'maker', ben: 'maker' }],
  ['a key of the command line leads to nobody', service('other-bot', 'shell'), {}],
  ['the system is nobody', { kind: 'system', id: null } as const, {}],
  ['a service account without an id does not match a person’s keys', { kind: 'service', id: null } as const, {}],
] as const)('%s', ([, doer, expected]) => {
  expect(Object.fromEntries(peopleBehind(doer, keys))).toEqual(expected);
});
