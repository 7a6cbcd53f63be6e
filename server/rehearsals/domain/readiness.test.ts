import { expect, test } from 'vitest';
import type { Verdict } from '#server/gates/domain/verdict.ts';
import { candidatesOf } from './candidates.ts';
import { type Openable, planAll, planChosen } from './plan-opening.ts';
import { bestOf, countPrompts, type OptionState, stateOf } from './readiness.ts';

test.for([
  ['the newest with runs, at most three', { serving: 3, naming: [9], measured: [2, 5, 4, 5, 1] }, [5, 4, 2]],
  ['without a run the newest that names the replacement', { serving: 3, naming: [6, 9], measured: [] }, [9]],
  ['without either what serves, sent with the replacement', { serving: 3, naming: [], measured: [] }, [3]],
] as const)('candidates: %s', ([, versions, expected]) => {
  expect(candidatesOf(versions)).toEqual(expected);
});

const run = { run: 'r', datasetVersion: 1, scorersDigest: 's' };
/** A verdict over golden sets of which the candidate, then what serves, has a run or none. */
const decided = (verdict: Verdict, ...sides: readonly [boolean, boolean][]) =>
  ({
    verdict,
    datasets: sides.map(([candidate, baseline]) => ({
      candidateRun: candidate ? run : null,
      baselineRun: baseline ? run : null,
    })),
  }) as unknown as Parameters<typeof stateOf>[0];

test.for([
  ['a pass', decided('pass', [true, true]), 'ready'],
  ['a fail', decided('fail', [true, true]), 'fails'],
  ['a fail on one set counts although another has no run', decided('fail', [true, true], [false, true]), 'fails'],
  ['undecided with both runs', decided('inconclusive', [true, true]), 'inconclusive'],
  ['no run of the candidate', decided('inconclusive', [false, true]), 'no_run'],
  ['no run of what serves', decided('inconclusive', [true, false]), 'no_run'],
  ['a run on one of two golden sets', decided('inconclusive', [true, true], [false, true]), 'no_run'],
  ['no golden set', decided('inconclusive'), 'no_run'],
] as const)('state: %s', ([, decision, state]) => {
  expect(stateOf(decision, false)).toBe(state);
  expect(stateOf(decision, true), 'its promotion is open').toBe('open');
});

test('the best candidate has the best verdict, and is the newest of those', () => {
  const candidate = (version: number, verdict: Verdict) => ({ version, decision: decided(verdict, [true, true]) });
  const of = (...candidates: [ReturnType<typeof candidate>, ...ReturnType<typeof candidate>[]]) =>
    bestOf(candidates).version;
  expect(of(candidate(5, 'fail'), candidate(4, 'pass'), candidate(3, 'pass'))).toBe(4);
  expect(of(candidate(5, 'inconclusive'), candidate(4, 'inconclusive'))).toBe(5);
});

test('a prompt counts by the worst of its environments', () => {
  const places = [
    { prompt: 'a', state: 'ready' },
    { prompt: 'a', state: 'no_run' },
    { prompt: 'b', state: 'open' },
    { prompt: 'b', state: 'ready' },
  ] as const;
  expect(countPrompts(places)).toMatchObject({ prompts: 2, in: { ready: 1, no_run: 1, open: 0 } });
});

const promotion = { id: 'p', status: 'awaiting_approval', version: 4, model: 'acme/old' } as const;
const place = (prompt: string, state: OptionState, inTheWay: Openable['inTheWay'] = null): Openable => {
  return { prompt, environment: 'production', version: 2, state, inTheWay };
};
const places = [
  place('ready', 'ready'),
  place('undecided', 'inconclusive'),
  place('bare', 'no_run'),
  place('worse', 'fails'),
  place('done', 'open', promotion),
  place('busy', 'ready', promotion),
];
const named = (list: readonly Openable[]) => list.map(({ prompt }) => prompt);
const chosen = (...prompts: string[]) => prompts.map((prompt) => ({ prompt, environment: 'production' }));

test('without a choice: what can pass is opened, what is open is linked, the rest is left by name', () => {
  const plan = planAll(places);
  expect(named(plan.open)).toEqual(['ready', 'undecided']);
  expect(named(plan.linked)).toEqual(['done']);
  expect(plan.left.map(({ place: { prompt }, because }) => [prompt, because])).toEqual([
    ['bare', 'no_run'],
    ['worse', 'fails'],
    ['busy', 'other_promotion'],
  ]);
});

test('chosen places: one without a run may wait for evidence, and every problem is named by its position', () => {
  const { plan, problems } = planChosen(places, chosen('bare', 'done', 'bare'));
  expect([named(plan.open), named(plan.linked), problems]).toEqual([['bare'], ['done'], []]);
  const wrong = planChosen(places, chosen('ready', 'worse', 'busy', 'elsewhere')).problems;
  expect(wrong.map(({ at, code }) => [at, code])).toEqual([
    [1, 'gate_fails'],
    [2, 'promotion_open'],
    [3, 'unknown_place'],
  ]);
});
