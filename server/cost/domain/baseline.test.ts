import { expect, test } from 'vitest';
import { baselinesOf, type Comparable } from './baseline.ts';

const DAY = 86_400_000;
const group = (key: string, more: Partial<Comparable> = {}): Comparable => ({
  key,
  subject: 'search',
  isCandidate: false,
  serves: false,
  tasks: 100,
  last: 10 * DAY,
  ...more,
});

test.for<[string, Comparable[], string | undefined]>([
  ['what serves, however few tasks it has', [group('12'), group('13', { serves: true, tasks: 5 })], '13'],
  ['where nothing serves, the one with most tasks', [group('12', { tasks: 500 }), group('13')], '12'],
  ['none that had no task in the last day', [group('12', { tasks: 500, last: DAY }), group('13')], '13'],
  ['no candidate', [group('14', { isCandidate: true, tasks: 900 }), group('13')], '13'],
  ['nothing where there are only candidates', [group('14', { isCandidate: true })], undefined],
])('a group is compared with %s', ([, groups, baseline]) => {
  expect(baselinesOf(groups).get('search')).toBe(baseline);
});
