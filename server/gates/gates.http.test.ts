import { afterAll, describe, expect, test } from 'vitest';
import { releaseBuilder } from '#test/builders/release.ts';
import {
  answeredTwice,
  graded,
  inOneCluster,
  measured,
  recorded,
  repeated,
  type TwoRuns,
  together,
  withGaps,
} from '#test/builders/scored-runs.ts';
import { startSystem } from '#test/harness/system.ts';

const system = await startSystem();
const key = await system.key(undefined, { owner: await system.person({ role: 'admin' }) });
const release = releaseBuilder(system, key);
afterAll(() => system.dispose());

type Row = readonly [
  sentence: string,
  runs: TwoRuns,
  policy: object,
  expected: readonly ['pass' | 'fail' | 'inconclusive', code?: string],
];

const strict = { policy: 'strict' };
const literal = { policy: 'literal' };
const oneOfTenLost = recorded([9, 0, 1, 0]);
const better = recorded([100, 40, 0, 60]);
const mixed = recorded([18, 1, 1, 0]);
/** Ten items a side, answered three times: 2/3 right before, 1/3 after. */
const noisy: TwoRuns = {
  baseline: recorded([10, 0, 0, 0]).baseline.map((item) => ({ ...item, scores: [1, 0, 1] })),
  candidate: recorded([10, 0, 0, 0]).candidate.map((item) => ({ ...item, scores: [0, 0, 1] })),
};
const half = [1, 0, 1, 0, 1, 0, 1, 0, 1, 0];
const noisyInDoubt = graded(half, [0, 0, 1, 0, 1, 0, 1, 0, 1, 0]);
/** 50 of 100 right before, 48 after: two points, which are 4 % of the baseline. */
const twoPointsLost = recorded([48, 0, 2, 50]);
const hiddenByAverage = together(recorded([50, 50, 0, 0], 'dates'), recorded([20, 0, 30, 0], 'maths'));

/** Every row of the decision table of the gate, with version 1 serving and version 2 as the candidate. */
const table: Record<string, readonly Row[]> = {
  'too little to decide': [
    ['four items on both sides are too few', recorded([4, 0, 0, 0]), {}, ['inconclusive', 'too_few']],
    ['five are enough', recorded([5, 0, 0, 0]), {}, ['pass']],
    ['one of 49 items unresolved is too much', withGaps(49, 1), {}, ['inconclusive', 'unresolved']],
    ['one of 50, 2 %, is tolerated', withGaps(50, 1), {}, ['pass']],
    ['three of 100 are too many', withGaps(100, 3), {}, ['inconclusive', 'unresolved']],
  ],
  'no drop': [
    ['a clear improvement passes', better, {}, ['pass']],
    ['a mixed picture without a drop passes', mixed, {}, ['pass']],
    ['`strict` passes what is proven', better, strict, ['pass']],
    ['`strict` does not pass what is unproven', mixed, strict, ['inconclusive', 'unproven']],
    ['`literal` passes what does not drop', mixed, literal, ['pass']],
    ['a baseline of 0 cannot be undercut', recorded([0, 0, 0, 10]), {}, ['pass']],
    ['a baseline of 0 cannot be undercut under `strict` either', recorded([0, 0, 0, 10]), strict, ['pass']],
    ['exactly 2 % is no drop', recorded([98, 0, 2, 0]), {}, ['pass']],
    ['two points are within an absolute margin of two', twoPointsLost, { margin_kind: 'absolute' }, ['pass']],
  ],
  'a drop, answers recorded once': [
    ['that the items confirm: fails', recorded([60, 0, 40, 0]), {}, ['fail', 'drop']],
    ['that chance could explain: waits', oneOfTenLost, {}, ['inconclusive', 'drop_unconfirmed']],
    ['fails by the threshold alone', oneOfTenLost, literal, ['fail', 'drop']],
    ['is relative to the baseline by default', twoPointsLost, literal, ['fail', 'drop']],
    ['that chance could explain: waits under `strict` too', oneOfTenLost, strict, ['inconclusive', 'drop_unconfirmed']],
    [
      'in one cluster does not confirm a drop',
      inOneCluster(recorded([6, 0, 4, 0])),
      {},
      ['inconclusive', 'drop_unconfirmed'],
    ],
    [
      'answered twice on one side only waits too',
      answeredTwice(oneOfTenLost),
      {},
      ['inconclusive', 'drop_unconfirmed'],
    ],
  ],
  'a drop, answers repeated': [
    ['none of which ever differed: fails', repeated(oneOfTenLost, 2), {}, ['fail', 'drop']],
    ['is decided by their noise', noisy, {}, ['fail', 'drop']],
    ['that is still within their noise: waits', noisyInDoubt, {}, ['inconclusive', 'drop_unconfirmed']],
    ['none of which ever differed: fails under `strict` too', repeated(oneOfTenLost, 2), strict, ['fail', 'drop']],
  ],
  'categories, floors and limits': [
    ['one category that drops fails, although the average rises', hiddenByAverage, {}, ['fail', 'drop']],
    ['a category below its floor fails', better, { floors: { maths: 0.8 } }, ['fail', 'below_floor']],
    ['exactly at the floor passes', better, { floors: { maths: 0.7 } }, ['pass']],
    ['the overall score below its floor fails', better, { floors: { overall: 0.71 } }, ['fail', 'below_floor']],
    [
      'a floor for a category without items waits',
      better,
      { floors: { dates: 0.1 } },
      ['inconclusive', 'floor_unmeasured'],
    ],
    [
      'above the cost limit fails',
      measured(0.51, 800),
      { limits: { cost_usd_per_item_max: 0.5 } },
      ['fail', 'over_limit'],
    ],
    [
      'above the latency limit fails',
      measured(0.5, 801),
      { limits: { latency_ms_p95_max: 800 } },
      ['fail', 'over_limit'],
    ],
    [
      'exactly at both limits passes',
      measured(0.5, 800),
      { limits: { cost_usd_per_item_max: 0.5, latency_ms_p50_max: 800 } },
      ['pass'],
    ],
    [
      'unknown cost is not within a limit',
      better,
      { limits: { cost_usd_per_item_max: 1 } },
      ['inconclusive', 'limit_unmeasured'],
    ],
  ],
};

describe.for(Object.entries(table))('POST /api/v1/gates/check: %s', ([, rows]) => {
  test.for(rows)('%s', async ([, runs, policy, [verdict, code]]) => {
    const prompt = await release.prompt();
    await release.runs(prompt, prompt, runs);
    await release.stage(prompt, 1);
    if (Object.keys(policy).length > 0) await release.policy(prompt, policy);
    const gate = await release.check({ prompt, version: 2 });
    expect([gate.verdict, gate.reasons[0]]).toEqual([verdict, code]);
  });
});
