import { expect, it } from 'vitest';
import { wayBack } from './way-back.ts';

it('goes back to a page of ours with its filters', () => {
  expect(wayBack('/p/default/monitor?range=24h#errors')).toBe('/p/default/monitor?range=24h#errors');
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
  expect(wayBack(next)).toBe('/');
});
