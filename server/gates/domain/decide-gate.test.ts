import { describe, expect, test } from 'vitest';
import { type GateFacts, gateInput, gateRun } from '#test/builders/gate-input.ts';
import {
  answeredTwice,
  graded,
  inOneCluster,
  measured,
  recorded,
  repeated,
  type TwoRuns,
  withGaps,
} from '#test/builders/scored-runs.ts';
import { decideGate } from './decide-gate.ts';
import { NO_LIMITS } from './policy.ts';

type Expected = readonly [verdict: 'pass' | 'fail' | 'inconclusive', code?: string];
type Row = readonly [sentence: string, runs: TwoRuns, facts: GateFacts, expected: Expected];

const strict = { rules: { policy: 'strict' } } as const;
const literal = { rules: { policy: 'literal' } } as const;
const canDraw = { dataset: { canDrawRepeats: true } } as const;
const oneOfTenLost = recorded([9, 0, 1, 0]);
const clearlyBetter = recorded([100, 40, 0, 60]);
const mixed = recorded([18, 1, 1, 0]);
const half = [1, 0, 1, 0, 1, 0, 1, 0, 1, 0];
const noisyDrop = graded(half, [0, 0, 0, 0, 0, 0, 1, 0, 1, 0]);
const noisyDropInDoubt = graded(half, [0, 0, 1, 0, 1, 0, 1, 0, 1, 0]);
const fewNoisyRepeats = graded([1, 0, 1], [0, 0, 1]);
const limit = (limits: Partial<typeof NO_LIMITS>) => ({ rules: { limits: { ...NO_LIMITS, ...limits } } });
const floor = (categories: Record<string, number>, overall: number | null = null) => ({
  rules: { floors: { overall, categories } },
});

const table: Record<string, readonly Row[]> = {
  'too little to decide': [
    ['four items on both sides are too few', recorded([4, 0, 0, 0]), {}, ['inconclusive', 'too_few']],
    ['four items are too few to fail as well', recorded([0, 0, 4, 0]), {}, ['inconclusive', 'too_few']],
    ['five items are enough', recorded([5, 0, 0, 0]), {}, ['pass']],
    ['one of 49 items unresolved is too much', withGaps(49, 1), {}, ['inconclusive', 'unresolved']],
    ['one of 50 items unresolved, 2 %, is tolerated', withGaps(50, 1), {}, ['pass']],
    ['two of 100 items unresolved, 2 %, are tolerated', withGaps(100, 2), {}, ['pass']],
    ['three of 100 items unresolved are too many', withGaps(100, 3), {}, ['inconclusive', 'unresolved']],
    ['nothing answered on either side', { baseline: [], candidate: [] }, {}, ['inconclusive', 'too_few']],
    [
      'the threshold alone does not decide four items either',
      recorded([0, 0, 4, 0]),
      literal,
      ['inconclusive', 'too_few'],
    ],
  ],
  'missing runs': [
    ['no run of the candidate', clearlyBetter, { dataset: { candidate: null } }, ['inconclusive', 'candidate_missing']],
    ['no run of what serves', clearlyBetter, { dataset: { baseline: null } }, ['inconclusive', 'baseline_missing']],
    [
      'a run on another dataset version',
      clearlyBetter,
      { dataset: { baseline: gateRun('old', clearlyBetter.baseline, { datasetVersion: 0 }) } },
      ['inconclusive', 'not_comparable'],
    ],
    [
      'a run with other scorers',
      clearlyBetter,
      { dataset: { candidate: gateRun('other', clearlyBetter.candidate, { scorersDigest: 'sha256:else' }) } },
      ['inconclusive', 'not_comparable'],
    ],
  ],
  'no drop': [
    ['a clear improvement passes', clearlyBetter, {}, ['pass']],
    ['a mixed picture without a drop passes', mixed, {}, ['pass']],
    ['`strict` passes what is proven', clearlyBetter, strict, ['pass']],
    ['`strict` passes what could hide a drop within the margin', recorded([2000, 1, 1, 0]), strict, ['pass']],
    ['`strict` does not pass what is unproven', mixed, strict, ['inconclusive', 'unproven']],
    ['`literal` passes what does not drop', mixed, literal, ['pass']],
    ['a baseline of 0 cannot be undercut', recorded([0, 0, 0, 10]), {}, ['pass']],
    ['a baseline of 0 cannot be undercut, which `strict` takes as proof', recorded([0, 0, 0, 10]), strict, ['pass']],
    ['0.900 to 0.882 is exactly the margin and no drop', graded([0.9], [0.882]), {}, ['pass']],
    ['0.5 to 0.489 is within two points', graded([0.5], [0.489]), { rules: { marginKind: 'absolute' } }, ['pass']],
  ],
  'a drop, answers recorded once': [
    ['that the items confirm: fails', recorded([60, 0, 40, 0]), {}, ['fail', 'drop']],
    ['that chance could explain: waits', oneOfTenLost, {}, ['inconclusive', 'drop_unconfirmed']],
    ['fails by the threshold alone', oneOfTenLost, literal, ['fail', 'drop']],
    ['0.900 to 0.8819 on every item fails', graded([0.9], [0.8819]), {}, ['fail', 'drop']],
    ['0.5 to 0.489 on every item is more than 2 % and fails', graded([0.5], [0.489]), {}, ['fail', 'drop']],
    [
      'one cluster alone does not confirm a drop',
      inOneCluster(recorded([6, 0, 4, 0])),
      {},
      ['inconclusive', 'drop_unconfirmed'],
    ],
    [
      'a second answer on one side only changes nothing',
      answeredTwice(oneOfTenLost),
      {},
      ['inconclusive', 'drop_unconfirmed'],
    ],
  ],
  'a drop, answers repeated': [
    ['none of which ever differed: fails', repeated(oneOfTenLost, 2), {}, ['fail', 'drop']],
    ['none of which ever differed: fails under `strict` too', repeated(oneOfTenLost, 2), strict, ['fail', 'drop']],
    ['and no more can be drawn: decided by their noise', fewNoisyRepeats, {}, ['fail', 'drop']],
    ['ten times: decided although more could be drawn', noisyDrop, canDraw, ['fail', 'drop']],
    ['ten times, and still within the noise: waits', noisyDropInDoubt, canDraw, ['inconclusive', 'drop_unconfirmed']],
  ],
  'a drop, more repeats possible': [
    ['and one answer so far asks for ten', recorded([60, 0, 40, 0]), canDraw, ['inconclusive', 'repeats_needed']],
    ['and three noisy answers so far ask for ten', fewNoisyRepeats, canDraw, ['inconclusive', 'repeats_needed']],
    ['but none that ever differed fails at once', repeated(oneOfTenLost, 3), canDraw, ['fail', 'drop']],
    ['does not change the threshold', oneOfTenLost, { ...canDraw, ...literal }, ['fail', 'drop']],
    [
      'is asked for by `strict` as well',
      fewNoisyRepeats,
      { ...canDraw, ...strict },
      ['inconclusive', 'repeats_needed'],
    ],
  ],
  'a first release': [
    ['passes on its run alone', recorded([2, 0, 0, 8]), { servingDigest: null, dataset: { baseline: null } }, ['pass']],
    [
      'fails below a floor',
      recorded([2, 0, 0, 8]),
      { ...floor({ maths: 0.5 }), servingDigest: null, dataset: { baseline: null } },
      ['fail', 'below_floor'],
    ],
    [
      'needs a run',
      clearlyBetter,
      { servingDigest: null, dataset: { candidate: null, baseline: null } },
      ['inconclusive', 'candidate_missing'],
    ],
    [
      'with unresolved items is undecided',
      withGaps(20, 1),
      { servingDigest: null, dataset: { baseline: null } },
      ['inconclusive', 'unresolved'],
    ],
    [
      'without a single answer is undecided',
      { baseline: [], candidate: [] },
      { servingDigest: null, dataset: { baseline: null } },
      ['inconclusive', 'too_few'],
    ],
    [
      'is compared all the same with a baseline run that was named',
      recorded([60, 0, 40, 0]),
      { servingDigest: null },
      ['fail', 'drop'],
    ],
  ],
  floors: [
    [
      'a category below its floor fails, however it compares',
      clearlyBetter,
      floor({ maths: 0.8 }),
      ['fail', 'below_floor'],
    ],
    ['exactly at the floor is not below it', clearlyBetter, floor({ maths: 0.7 }), ['pass']],
    ['the overall score below its floor fails', clearlyBetter, floor({}, 0.71), ['fail', 'below_floor']],
    ['the overall score at its floor passes', clearlyBetter, floor({}, 0.7), ['pass']],
    [
      'a floor for a category that no set has is unmeasured',
      clearlyBetter,
      floor({ dates: 0.1 }),
      ['inconclusive', 'floor_unmeasured'],
    ],
    [
      'too few items are not held against a floor',
      recorded([0, 0, 0, 4]),
      floor({ maths: 0.9 }, 0.9),
      ['inconclusive', 'too_few'],
    ],
  ],
  limits: [
    [
      'a candidate without costs is not within a cost limit',
      clearlyBetter,
      limit({ costUsdPerItemMax: 1 }),
      ['inconclusive', 'limit_unmeasured'],
    ],
    [
      'a candidate without latencies is not within a latency limit',
      clearlyBetter,
      limit({ latencyMsP99Max: 1e9 }),
      ['inconclusive', 'limit_unmeasured'],
    ],
    [
      'exactly at the limit passes',
      measured(0.5, 800),
      limit({ costUsdPerItemMax: 0.5, latencyMsP50Max: 800 }),
      ['pass'],
    ],
    ['above the cost limit fails', measured(0.51, 800), limit({ costUsdPerItemMax: 0.5 }), ['fail', 'over_limit']],
    ['above the latency limit fails', measured(0.5, 801), limit({ latencyMsP95Max: 800 }), ['fail', 'over_limit']],
  ],
};

for (const [name, rows] of Object.entries(table)) {
  describe(name, () => {
    test.for(rows)('%s', ([, runs, facts, [verdict, code]]) => {
      const found = decideGate(gateInput(runs, facts));
      expect([found.verdict, found.reasons[0]?.code]).toEqual([verdict, code]);
    });
  });
}

test('a golden set of 200,000 items is decided', () => {
  const items = (right: number) =>
    Array.from({ length: 200_000 }, (_, i) => ({
      item: `i${i}`,
      category: 'one',
      weight: 1,
      cluster: null,
      scores: [i % 100 < right ? 1 : 0],
    }));
  expect(decideGate(gateInput({ candidate: items(81), baseline: items(80) })).verdict).toBe('pass');
});
