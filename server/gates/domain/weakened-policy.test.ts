import { expect, test } from 'vitest';
import { EXAMPLE_RULES } from '#test/builders/gate-input.ts';
import { NO_LIMITS } from './policy.ts';
import { weakenedPolicy } from './weakened-policy.ts';

type Policy = Parameters<typeof weakenedPolicy>[0];

const BASE: Policy = { ...EXAMPLE_RULES, datasets: [], scorers: [], requiredApprovals: null };
const floors = (categories: Record<string, number>, overall: number | null = null) => ({
  floors: { overall, categories },
});
const limits = (change: Partial<Policy['limits']>) => ({ limits: { ...NO_LIMITS, ...change } });
const equals = (more: object = {}) => ({ type: 'equals', weight: 1, ...more });

test.for<[string, Partial<Policy>, Partial<Policy>, RegExp | null]>([
  ['nothing', {}, {}, null],
  ['strict → evidence', { policy: 'strict' }, { policy: 'evidence' }, /from strict to evidence/],
  ['evidence → literal', {}, { policy: 'literal' }, /from evidence to literal/],
  ['literal → strict', { policy: 'literal' }, { policy: 'strict' }, null],
  ['a wider margin', {}, { margin: 0.05 }, /margin from 2 % to 5 %/],
  ['a margin that is wider by very little', {}, { margin: 0.0200001 }, /margin/],
  ['a narrower margin', {}, { margin: 0.01 }, null],
  ['the same margin in points', {}, { marginKind: 'absolute' }, /2 % to 2 points/],
  ['a smaller margin, but in points', {}, { marginKind: 'absolute', margin: 0.01 }, /to 1 points/],
  ['no margin at all, in points', {}, { marginKind: 'absolute', margin: 0 }, null],
  ['points → the same share', { marginKind: 'absolute' }, { marginKind: 'relative' }, null],
  ['a floor lowered', floors({ maths: 0.9 }), floors({ maths: 0.8 }), /floor of maths from 0.9 to 0.8/],
  ['a floor taken out', floors({ maths: 0.9 }), floors({}), /took out the floor of maths/],
  ['the overall floor taken out', floors({}, 0.5), floors({}), /took out the floor of overall/],
  ['a floor named like a member of every object', floors({ toString: 0.9 }), floors({}), /floor of toString/],
  ['a floor raised, another added', floors({ maths: 0.5 }), floors({ maths: 0.6, law: 0.1 }, 0.2), null],
  ['a limit raised', limits({ latencyMsP95Max: 500 }), limits({ latencyMsP95Max: 900 }), /P95 latency from 500 to 900/],
  ['a limit taken out', limits({ costUsdPerItemMax: 1 }), limits({}), /took out the limit on the cost per item/],
  [
    'a limit lowered, another set',
    limits({ latencyMsP95Max: 9 }),
    limits({ latencyMsP95Max: 8, latencyMsP50Max: 5 }),
    null,
  ],
  ['a golden set taken out', { datasets: ['a', 'b'] }, { datasets: ['b'] }, /took out the golden set a$/],
  ['a golden set exchanged', { datasets: ['a'] }, { datasets: ['b', 'c'] }, /golden set a$/],
  ['no golden set named any more', { datasets: ['measured'] }, {}, /golden set measured$/],
  ['one named that has no runs, instead of those that have', {}, { datasets: ['a'] }, /golden set measured$/],
  ['the one named that it was measured on', {}, { datasets: ['measured', 'a'] }, null],
  ['a scorer taken out', { scorers: [equals(), { type: 'regex' }] }, { scorers: [equals()] }, /took out a scorer/],
  ['all scorers left to the runs', { scorers: [equals()] }, {}, /took out a scorer/],
  [
    'a threshold changed',
    { scorers: [equals({ threshold: 0.9 })] },
    { scorers: [equals({ threshold: 0.5 })] },
    /changed/,
  ],
  ['a scorer added, which dilutes', { scorers: [equals()] }, { scorers: [equals(), { type: 'regex' }] }, /changed/],
  [
    'scorers in another order',
    { scorers: [equals(), { type: 'regex' }] },
    { scorers: [{ type: 'regex' }, equals()] },
    null,
  ],
  ['scorers named where runs had scorers of their own', {}, { scorers: [equals()] }, /named the scorers/],
  ['fewer approvals', { requiredApprovals: 3 }, { requiredApprovals: 1 }, /from 3 to 1/],
  ['approvals left to the environment', { requiredApprovals: 2 }, {}, /from 2 to 0/],
  ['more approvals', {}, { requiredApprovals: 2 }, null],
])('%s', ([, before, after, expected]) => {
  const found = weakenedPolicy({ ...BASE, ...before }, { ...BASE, ...after }, ['measured']);
  if (expected === null) expect(found).toEqual([]);
  else expect(found).toEqual([expect.stringMatching(expected)]);
});

test('each of several is named', () => {
  const before = { ...BASE, ...floors({ maths: 0.9 }), datasets: ['a'], requiredApprovals: 2 };
  expect(weakenedPolicy(before, { ...BASE, policy: 'literal', margin: 1 }, [])).toHaveLength(5);
});
