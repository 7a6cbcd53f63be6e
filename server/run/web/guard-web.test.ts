import { expect, test } from 'vitest';
import { addressRefusal } from './guard-web.ts';

test.each([
  ['/', undefined],
  ['/p/default/prompts/a%2Fb?from=%ED%A0%80&x=%', undefined],
  ['/p/%00', undefined],
  ['/p/%', 400],
  ['/p/%ED%A0%80', 400],
  ['/api/trpc/%E0%A4%A', 400],
  ['/p/default/prompts/__proto__', 404],
  ['/p/default/prompts/%5F_proto__?tab=__proto__', 404],
  ['*', 400],
  ['http://evil.test/x', 400],
])('%s is refused with %s', (url, status) => {
  expect(addressRefusal(url)?.status).toBe(status);
});
