import { expect, test } from 'vitest';
import { isRouterState } from './guard-web.ts';

const sent = (state: unknown): string => encodeURIComponent(JSON.stringify(state));

test.each([
  ['no header', undefined, true],
  ['one page', sent(['', { children: ['__PAGE__', {}] }, null, null]), true],
  [
    'a page of a project',
    sent(['', { children: [['project', 'default', 'd'], { children: ['__PAGE__', {}] }] }, null, 'refetch']),
    true,
  ],
  ['a percent sign', '%', false],
  ['no JSON', '{', false],
  ['an empty list', '[]', false],
  ['null', 'null', false],
  ['a list of null', '[null]', false],
  ['children that are none', sent(['', []]), false],
  ['a child that is none', sent(['', { children: null }]), false],
  ['two headers', ['a', 'b'], false],
] as const)('%s: readable %s', (_, header, readable) => {
  expect(isRouterState(header as string | undefined)).toBe(readable);
});
