import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ReleaseBuilder, releaseBuilder } from '#test/builders/release.ts';
import { graded, recorded, type TwoRuns, together } from '#test/builders/scored-runs.ts';
import { type System, startSystem } from '#test/harness/system.ts';

let system: System;
let release: ReleaseBuilder;
beforeAll(async () => {
  system = await startSystem();
  release = releaseBuilder(system, await system.key(undefined, { owner: await system.person({ role: 'admin' }) }));
});
afterAll(() => system.dispose());

let made = 0;
/** Decided categories of version 2 against version 1 on these runs. */
async function decided(runs: TwoRuns, policy: object = {}) {
  const prompt = await release.prompt(`evidence-${++made}`);
  await release.runs(prompt, prompt, runs);
  await release.stage(prompt, 1);
  if (Object.keys(policy).length > 0) await release.policy(prompt, policy);
  return (await release.check({ prompt, version: 2 })).categories;
}

const noisyInDoubt = graded([1, 0, 1, 0, 1, 0, 1, 0, 1, 0], [0, 0, 1, 0, 1, 0, 1, 0, 1, 0]);

describe('POST /api/v1/gates/check: the evidence of a verdict', () => {
  test.for([
    ['an improvement of 40 points is proven', recorded([100, 40, 0, 60]), 'proven', false],
    ['a mixed picture is not, and reports the drop that it could hide', recorded([18, 1, 1, 0]), 'unproven', true],
  ] as const)('a pass is proven or unproven: %s', async ([, runs, strength, hides]) => {
    const [category] = await decided(runs);
    expect([category.verdict, category.strength, category.may_hide > 0]).toEqual(['pass', strength, hides]);
  });

  test.for([
    ['of generation, where answers were repeated', noisyInDoubt, {}, 'se_gen'],
    ['over items, where they were recorded once', recorded([9, 0, 1, 0]), {}, 'se_pop'],
    ['over items, under `strict`', noisyInDoubt, { policy: 'strict' }, 'se_pop'],
  ] as const)('a drop is compared with the error %s', async ([, runs, policy, error]) => {
    const [category] = await decided(runs, policy);
    expect(category.bound).toMatchObject({ side: 'upper', against: 0, standard_error: error });
  });

  test('each of two categories has half the error rate', async () => {
    const runs = together(recorded([50, 50, 0, 0], 'dates'), recorded([20, 0, 30, 0], 'maths'));
    const dropped = (await decided(runs)).find(({ name }: { name: string }) => name === 'maths');
    expect(dropped.bound.level).toBe(0.975);
  });
});
