import { expect, test } from 'vitest';
import { findJumps, type JumpDay, type JumpSubject } from './spend-jumps.ts';

const TODAY = 100;
const FIRST = 80;
const days = (today: number, usual = 10, requests = 50): JumpDay[] => [
  ...Array.from({ length: 20 }, (_, i) => ({ day: FIRST + i, value: usual + (i % 3), requests })),
  { day: TODAY, value: today, requests },
];
const project = { today: TODAY, first: FIRST, projectDays: days(200, 100) };
const jumps = (subject: JumpSubject, more: Partial<typeof project> = {}) =>
  findJumps([subject], { ...project, ...more });
const user = (these: JumpDay[]): JumpSubject => ({ kind: 'user', name: 'u1', days: these });

test('a user who spends four times the usual today, with the evidence', () => {
  expect(jumps(user(days(44)))).toEqual([
    { kind: 'user', name: 'u1', day: TODAY, value: 44, requests: 50, typical: 11, of: 14 },
  ]);
});

test('yesterday counts where today is quiet', () => {
  const these = days(0).map((one) => (one.day === TODAY - 1 ? { ...one, value: 60 } : one));
  expect(jumps(user(these))).toMatchObject([{ day: TODAY - 1, value: 60 }]);
});

test('a new user jumps from nothing', () => {
  expect(jumps(user([{ day: TODAY, value: 30, requests: 9 }]))).toMatchObject([{ typical: 0, value: 30, of: 14 }]);
});

test.for([
  ['twice the usual', days(24)],
  ['four times of what is next to nothing for the project', days(4, 0.8)],
  [
    'four times, where days scatter as much',
    days(44).map((one) => (one.day % 2 ? { ...one, value: one.value + 40 } : one)),
  ],
] as const)('%s is no jump', ([, these]) => expect(jumps(user([...these]))).toEqual([]));

test('input that is half as long again is a jump on a day with twenty requests, and not with fewer', () => {
  const input = (requests: number): JumpSubject => ({
    kind: 'input',
    name: 'search/answer',
    days: days(1700, 1000, requests),
  });
  expect(jumps(input(20))).toMatchObject([{ kind: 'input', value: 1700, typical: 1001 }]);
  expect(jumps(input(19))).toEqual([]);
});

test('with fewer than seven days the usual spend is unknown', () => {
  expect(jumps(user(days(44)), { first: TODAY - 6 })).toBeNull();
});

test('what added most comes first', () => {
  const found = findJumps([{ kind: 'service', name: 'a', days: days(50) }, user(days(60))], project);
  expect(found?.map(({ name }) => name)).toEqual(['u1', 'a']);
});
