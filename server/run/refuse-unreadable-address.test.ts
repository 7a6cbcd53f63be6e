import { expect, test } from 'vitest';
import { addressRefusal } from './refuse-unreadable-address.ts';

test.each([
  ['GET', '/', undefined],
  ['GET', '/p/default/prompts/a%2Fb?from=%ED%A0%80&x=%', undefined],
  ['POST', '/p/%00', undefined],
  ['GET', '/p/%', 400],
  ['GET', '/p/%ED%A0%80', 400],
  ['GET', '/api/trpc/%E0%A4%A', 400],
  ['GET', '/p/default/prompts/__proto__', 404],
  ['GET', '/p/default/prompts/%5F_proto__?tab=__proto__', 404],
  ['GET', '*', 400],
  ['GET', 'http://evil.test/x', 400],
  ['TRACE', '/', 405],
  ['CONNECT', 'localhost:80', 405],
])('%s %s is refused with %s', (method, url, status) => {
  expect(addressRefusal(method, url)?.status).toBe(status);
});
