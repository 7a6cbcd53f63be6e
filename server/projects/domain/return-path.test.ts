import { expect, it } from 'vitest';
import { ownAddress, returnPath } from './return-path.ts';

it('goes back to a page of ours with its filters', () => {
  expect(returnPath('/p/default/monitor?range=24h#errors')).toBe('/p/default/monitor?range=24h#errors');
});

it.each([
  null,
  undefined,
  '',
  'https://evil.test',
  '//evil.test',
  '/\\evil.test',
  '\\\\evil.test',
  'javascript:alert(1)',
  '/.//evil.test',
  '/./\\evil.test',
  '/p/..//evil.test',
  '/%2e//evil.test',
])('goes to the start page instead of %j', (next) => {
  expect(returnPath(next)).toBe('/');
});

it.each([
  ['/p/default?x=1#y', 'http://here.test/p/default?x=1#y'],
  ['http://here.test/p/default', 'http://here.test/p/default'],
  ['http://here.test.evil.test/', 'http://here.test/'],
  ['http://here.test@evil.test/', 'http://here.test/'],
  ['//evil.test', 'http://here.test/'],
  ['/\\evil.test', 'http://here.test/'],
  ['https:evil.test', 'http://here.test/'],
  ['javascript:alert(1)', 'http://here.test/'],
  ['http://[', 'http://here.test/'],
])('the address %j of this installation is %j', (url, address) => {
  expect(ownAddress(url, 'http://here.test')).toBe(address);
});
