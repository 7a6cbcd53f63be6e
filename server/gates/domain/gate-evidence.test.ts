import { describe, expect, test } from 'vitest';
import { EXAMPLE_RULES, type GateFacts, gateDataset, gateInput } from '#test/builders/gate-input.ts';
import {
  graded,
  measured,
  recorded,
  repeated,
  scoredItem,
  type TwoRuns,
  together,
  withGaps,
} from '#test/builders/scored-runs.ts';
import { decideGate } from './decide-gate.ts';
import { NO_LIMITS } from './policy.ts';

const strict = { rules: { policy: 'strict' } } as const;
const canDraw = { dataset: { canDrawRepeats: true } } as const;
const oneOfTenLost = recorded([9, 0, 1, 0]);
const clearlyBetter = recorded([100, 40, 0, 60]);
const mixed = recorded([18, 1, 1, 0]);
const fewNoisyRepeats = graded([1, 0, 1], [0, 0, 1]);
const limit = (limits: Partial<typeof NO_LIMITS>) => ({ rules: { limits: { ...NO_LIMITS, ...limits } } });

describe('the evidence', () => {
  const only = (runs: TwoRuns, facts: GateFacts = {}) => {
    const found = decideGate(gateInput(runs, facts));
    const row = found.datasets[0]?.categories[0];
    if (row === undefined) throw new Error('This gate decided no category.');
    return { found, row };
  };

  test('a proven pass has a lower bound, compared with the margin', () => {
    const { row } = only(clearlyBetter);
    expect(row).toMatchObject({ strength: 'proven', mayHide: null, neededItems: null, delta: 0.2, marginPoints: 0.01 });
    expect(row.bound).toMatchObject({ side: 'lower', against: -0.01, level: 0.95, standardError: 'se_pop' });
    expect(row.bound?.value).toBeCloseTo(0.2 - 1.644853627 * Math.sqrt(0.16 / 199), 9);
  });

  test('an unproven pass says what it could hide and how many items would prove it', () => {
    const { row } = only(mixed);
    const sePop = Math.sqrt(((2 / 20) * 20) / 19 / 20);
    expect(row).toMatchObject({ verdict: 'pass', strength: 'unproven', granularity: 0.05, oneItemFlips: true });
    expect(row.mayHide).toBeCloseTo(1.644853627 * sePop, 9);
    expect(row.neededItems).toBe(Math.ceil(((1.644853627 + 0.841621234) ** 2 * sePop ** 2 * 20) / 0.019 ** 2));
    expect(decideGate(gateInput(mixed)).neededItems).toEqual({});
  });

  test('at the margin exactly, no number of needed items is given', () => {
    const { row } = only(graded([0.9], [0.882]));
    expect(row).toMatchObject({ verdict: 'pass', strength: 'unproven', neededItems: null });
  });

  test('without an item that got worse, 20 items still allow a loss of 13.9 points', () => {
    expect(only(recorded([20, 0, 0, 0])).row.hiddenByNoFlips).toBeCloseTo(0.139, 3);
    expect(only(mixed).row.hiddenByNoFlips).toBeNull();
  });

  test('a confirmed drop has an upper bound, corrected for the number of categories', () => {
    const close = recorded([44, 1, 5, 0]);
    const { row } = only(close);
    expect(row).toMatchObject({ verdict: 'fail', bound: { side: 'upper', against: 0, level: 0.95 } });
    const besides = only(together(close, recorded([50, 0, 0, 0], 'names')));
    expect(besides.row).toMatchObject({ verdict: 'inconclusive', bound: { side: 'upper', level: 0.975 } });
  });

  test('repeats decide a drop by the noise of answering again, `strict` by that of the items', () => {
    const spread = together(fewNoisyRepeats, {
      baseline: Array.from({ length: 10 }, (_, i) => scoredItem(`calm ${i}`, [1, 1, 1])),
      candidate: Array.from({ length: 10 }, (_, i) => scoredItem(`calm ${i}`, [1, 1, 1])),
    });
    expect(only(spread).row.bound?.standardError).toBe('se_gen');
    expect(only(spread, strict).row.bound?.standardError).toBe('se_pop');
  });

  test('a drop in doubt names the items that would settle it, and an approver may decide', () => {
    const { found, row } = only(oneOfTenLost);
    expect(found.overrideAllowed).toBe(true);
    expect(row.neededItems).toBe(Math.ceil((2.486474861 ** 2 * 0.1) / 0.02 ** 2));
    expect(found.neededItems).toEqual({ maths: row.neededItems });
  });

  test('too few items need five', () => {
    expect(decideGate(gateInput(recorded([3, 0, 0, 0]))).neededItems).toEqual({ maths: 5 });
  });

  test('repeats that can be drawn are needed first, and no override is allowed in their place', () => {
    expect(decideGate(gateInput(recorded([60, 0, 40, 0]), canDraw))).toMatchObject({
      needs: { topUpTo: 10 },
      overrideAllowed: false,
    });
  });

  test('a failure in another category needs no more repeats and allows no override', () => {
    const runs = together(recorded([60, 0, 40, 0]), repeated(recorded([5, 0, 5, 0], 'names'), 3));
    expect(decideGate(gateInput(runs, canDraw))).toMatchObject({
      verdict: 'fail',
      needs: null,
      overrideAllowed: false,
    });
  });

  test('what already serves passes as identical, with nothing run', () => {
    const found = decideGate({ ...gateInput(clearlyBetter, { candidateDigest: 'sha256:serving' }), datasets: [] });
    expect(found).toMatchObject({ verdict: 'pass', note: 'identical', reasons: [], overrideAllowed: false });
  });

  test('a first release says that there was no baseline', () => {
    const facts = { servingDigest: null, dataset: { baseline: null } };
    const { found, row } = only(recorded([2, 0, 0, 8]), facts);
    expect(found).toMatchObject({ verdict: 'pass', note: 'no_baseline' });
    expect(row).toMatchObject({ n: 10, candidate: 0.2, baseline: null, delta: null, strength: null });
  });

  test('a prompt without a golden set is undecided', () => {
    const found = decideGate({ ...gateInput(clearlyBetter), datasets: [] });
    expect(found).toMatchObject({ verdict: 'inconclusive', decidedBy: null, overrideAllowed: true });
    expect(found.reasons.map(({ code }) => code)).toEqual(['no_golden_set']);
  });

  test('a category that drops is named although the average rises', () => {
    const runs = together(recorded([10, 300, 0, 10], 'easy'), recorded([60, 0, 40, 0], 'hard'));
    const found = decideGate(gateInput(runs));
    expect(found.datasets[0]?.overall?.delta).toBeGreaterThan(0.5);
    expect(found.reasons).toEqual([
      {
        code: 'drop',
        verdict: 'fail',
        dataset: 'golden',
        category: 'hard',
        sentence: 'hard drops by 40.0 points, from 100.0 % to 60.0 %; the margin allows 2.0 points.',
      },
    ]);
  });

  test('of several golden sets the worst decides, and failures come before what is missing', () => {
    const found = decideGate({
      ...gateInput(clearlyBetter),
      datasets: [
        gateDataset(clearlyBetter, { dataset: 'b fine' }),
        gateDataset(clearlyBetter, { dataset: 'a never run', candidate: null }),
        gateDataset(recorded([60, 0, 40, 0]), { dataset: 'c worse' }),
      ],
    });
    expect(found).toMatchObject({ verdict: 'fail', decidedBy: 'c worse' });
    expect(found.reasons.map(({ code, dataset }) => [code, dataset])).toEqual([
      ['drop', 'c worse'],
      ['candidate_missing', 'a never run'],
    ]);
  });

  test('limits are shown with what was measured on both sides', () => {
    const { baseline, candidate } = measured(0.5, 800);
    const runs = { candidate, baseline: baseline.map((item) => ({ ...item, latencyMs: [400] })) };
    const found = decideGate(gateInput(runs, limit({ latencyMsP95Max: 700, costUsdPerItemMax: 1 })));
    expect(found.datasets[0]?.limits).toMatchObject([
      { limit: 'costUsdPerItemMax', max: 1, candidate: 0.5, baseline: null, n: 10, missing: 0, verdict: 'pass' },
      { limit: 'latencyMsP95Max', max: 700, candidate: 800, baseline: 400, verdict: 'fail' },
    ]);
  });

  test('each limit is compared with its own figure: the mean cost, and quantiles of the latencies', () => {
    const { baseline, candidate } = recorded([100, 0, 0, 0]);
    const priced = candidate.map((item, i) => ({ ...item, costUsd: [i % 2 ? 0.2 : 0], latencyMs: [i + 1] }));
    const all = { costUsdPerItemMax: 1, latencyMsP50Max: 1e3, latencyMsP95Max: 1e3, latencyMsP99Max: 1e3 };
    const [cost, ...latencies] =
      decideGate(gateInput({ baseline, candidate: priced }, limit(all))).datasets[0]?.limits ?? [];
    expect(cost?.candidate).toBeCloseTo(0.1, 12);
    expect(latencies.map(({ candidate: found }) => Number(found?.toFixed(9)))).toEqual([50.5, 95.05, 99.01]);
  });

  test('one answer of ten without a latency leaves a latency limit unmeasured', () => {
    const { baseline, candidate } = measured(0.5, 800);
    const gap = candidate.map((item, i) => (i === 0 ? { ...item, latencyMs: [null] } : item));
    const found = decideGate(gateInput({ baseline, candidate: gap }, limit({ latencyMsP95Max: 900 })));
    expect(found.reasons.map(({ code }) => code)).toEqual(['limit_unmeasured']);
  });

  test('it names method, version, rules, runs and what was left out', () => {
    const rules = { ...EXAMPLE_RULES, revision: 7, requiredApprovals: 1 };
    const found = decideGate({ ...gateInput(withGaps(60, 1)), rules });
    expect(found).toMatchObject({
      method: { name: 'paired-noninferiority-gate', version: 1, alpha: 0.05, epsilon: 1e-9 },
      candidateDigest: 'sha256:candidate',
      servingDigest: 'sha256:serving',
    });
    expect(found.rules).toEqual(EXAMPLE_RULES);
    expect(found.datasets[0]).toMatchObject({
      candidateRun: { run: 'run-candidate', datasetVersion: 1, scorersDigest: 'sha256:scorers' },
      excluded: { unresolved: 1, conflicting: 0, weightless: 0 },
    });
  });
});

test.for([
  ['a margin that is no number', { margin: Number.NaN }],
  ['a negative margin', { margin: -0.01 }],
  ['a floor that is no number', { floors: { overall: null, categories: { maths: Number.NaN } } }],
  ['a limit that is no number', { limits: { ...NO_LIMITS, latencyMsP50Max: Number.NaN } }],
] as const)('%s is refused, because no figure would exceed it', ([, rules]) => {
  expect(() => decideGate(gateInput(clearlyBetter, { rules }))).toThrow(RangeError);
});
