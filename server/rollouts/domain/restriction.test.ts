import { expect, test } from 'vitest';
import { blockedUntil, capAt, indexRestrictions, type Restriction } from './restriction.ts';

const USER: Restriction = { kind: 'user', user: 'u-1', endsAt: 100 };
const CAP: Restriction = { kind: 'input', prompt: 'a', environment: 'production', charsMax: 500, endsAt: 100 };
const PLACE = { prompt: 'a', environment: 'production' };

test.for([
  ['a user before the end', 'u-1', 99, 100],
  ['a user at the end', 'u-1', 100, null],
  ['another user', 'u-2', 0, null],
  ['a name that every object has', 'constructor', 0, null],
  ['a request without a key', null, 0, null],
] as const)('%s', ([, user, now, until]) => {
  expect(blockedUntil(indexRestrictions([USER, CAP]), user, now)).toBe(until);
});

test('a cap holds for its prompt in its environment until its end, the newest of two alone', () => {
  const index = indexRestrictions([CAP, { ...CAP, charsMax: 300, endsAt: 90 }]);
  expect(capAt(index, PLACE, 80)?.charsMax).toBe(300);
  expect(capAt(index, PLACE, 90)).toBeNull();
  expect(capAt(index, { ...PLACE, environment: 'staging' }, 80)).toBeNull();
  expect(indexRestrictions([])).toBeNull();
});
