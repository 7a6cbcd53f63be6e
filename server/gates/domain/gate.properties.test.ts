import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import type { ScoredItem } from '#server/evals/domain/scored-item.ts';
import { type GateFacts, gateInput } from '#test/builders/gate-input.ts';
import { recorded, recordedRuns, type TwoRuns, twoRuns } from '#test/builders/scored-runs.ts';
import { decideGate } from './decide-gate.ts';
import type { GatePolicyName } from './policy.ts';
import type { Verdict } from './verdict.ts';

const policies: readonly GatePolicyName[] = ['evidence', 'strict', 'literal'];
const policy = fc.constantFrom(...policies);
const canDrawRepeats = fc.boolean();
const facts = fc
  .record({ policy, canDrawRepeats })
  .map((drawn): GateFacts => ({ rules: { policy: drawn.policy }, dataset: { canDrawRepeats: drawn.canDrawRepeats } }));
const anyRuns = fc.oneof(twoRuns, recordedRuns);

const badness: Record<Verdict, number> = { pass: 0, inconclusive: 1, fail: 2 };
const verdictOf = (runs: TwoRuns, given: GateFacts = {}) => decideGate(gateInput(runs, given)).verdict;
const both = ({ baseline, candidate }: TwoRuns, change: (item: ScoredItem) => ScoredItem): TwoRuns => ({
  baseline: baseline.map(change),
  candidate: candidate.map(change),
});

describe('what must not matter', () => {
  property.prop([anyRuns, facts])('the order of the items', ({ baseline, candidate }, given) => {
    const turned = {
      baseline: baseline.toReversed(),
      candidate: candidate.toSorted((a, b) => a.scores.length - b.scores.length),
    };
    expect(decideGate(gateInput(turned, given))).toEqual(decideGate(gateInput({ baseline, candidate }, given)));
  });

  property.prop([anyRuns, facts])('the same results imported twice', ({ baseline, candidate }, given) => {
    const twice = { baseline: [...baseline, ...baseline], candidate: [...candidate, ...candidate] };
    expect(decideGate(gateInput(twice, given))).toEqual(decideGate(gateInput({ baseline, candidate }, given)));
  });

  // Powers of two scale without rounding, so the verdict is the same even at a threshold.
  property.prop([anyRuns, facts, fc.constantFrom(0.25, 2, 1024)])(
    'a constant factor on all weights',
    (runs, given, factor) => {
      const scaled = both(runs, (item) => ({ ...item, weight: item.weight * factor }));
      expect(decideGate(gateInput(scaled, given))).toEqual(decideGate(gateInput(runs, given)));
    },
  );

  property.prop([anyRuns, facts])('a cluster of its own for each item', (runs, given) => {
    const alone = both(runs, (item) => ({ ...item, cluster: null }));
    const own = both(runs, (item) => ({ ...item, cluster: `page of ${item.item}` }));
    const [without, apart] = [decideGate(gateInput(alone, given)), decideGate(gateInput(own, given))];
    expect(apart.reasons).toEqual(without.reasons);
    expect(apart.verdict).toBe(without.verdict);
  });

  property.prop([anyRuns, facts])(
    'that the evidence was stored in between: it is JSON, and so are its inputs',
    (runs, given) => {
      const decided = decideGate(gateInput(runs, given));
      expect(JSON.parse(JSON.stringify(decided))).toEqual(decided);
      const again = decideGate(JSON.parse(JSON.stringify(gateInput(runs, given))));
      expect(again).toEqual(decided);
    },
  );
});

/** Replaces each item by as many items of weight 1 as its weight, in its cluster or in a new one. */
function unweighted(run: readonly ScoredItem[]): ScoredItem[] {
  return run.flatMap((item) =>
    Array.from({ length: item.weight }, (_, copy) => ({
      ...item,
      item: `${item.item} (${copy})`,
      weight: 1,
      cluster: item.cluster ?? `copies of ${item.item}`,
    })),
  );
}

/** The names of the categories, and their figures in one row. */
const figuresOf = (runs: TwoRuns, given: GateFacts) => {
  const categories = decideGate(gateInput(runs, given)).datasets[0]?.categories ?? [];
  return {
    names: categories.map(({ name }) => name),
    figures: categories.flatMap(({ baseline, candidate, delta, sePop }) => [baseline, candidate, delta, sePop]),
  };
};

describe('what weights and clusters mean', () => {
  property.prop([anyRuns, facts])('a weight equals as many copies of the item in one cluster', (runs, given) => {
    const whole = both(runs, (item) => ({ ...item, scores: item.scores.length > 0 ? item.scores : [1] }));
    const copies = { baseline: unweighted(whole.baseline), candidate: unweighted(whole.candidate) };
    const [one, other] = [figuresOf(whole, given), figuresOf(copies, given)];
    expect(other.names).toEqual(one.names);
    // Sums of other terms in another order differ in their last bits: a distance, as a rounded figure can tip over.
    const alike = one.figures.map((figure) => (figure === null ? null : expect.closeTo(figure, 9)));
    expect(other.figures).toEqual(alike);
  });

  property.prop([recordedRuns, facts, fc.integer({ min: 2, max: 5 })])(
    'every item asked several times, all in its cluster, is decided as if asked once',
    (runs, given, times) => {
      const enough = [...Map.groupBy(runs.baseline, ({ category }) => category).values()].every(
        (own) => own.length >= 5,
      );
      fc.pre(enough);
      const over = both(runs, (item) => ({ ...item, weight: times }));
      const copies = { baseline: unweighted(over.baseline), candidate: unweighted(over.candidate) };
      expect(verdictOf(copies, given)).toBe(verdictOf(runs, given));
    },
  );

  property.prop([fc.integer({ min: 12, max: 40 }), fc.constantFrom<GatePolicyName>('evidence', 'strict')], {
    numRuns: 20,
  })('ten times the same items prove what one time does not, unless they share their clusters', (n, name) => {
    const lost = recorded([n - 1, 0, 1, 0]);
    const ten = both(lost, (item) => ({ ...item, weight: 10 }));
    const copies = { baseline: unweighted(ten.baseline), candidate: unweighted(ten.candidate) };
    const given: GateFacts = { rules: { policy: name } };
    expect(verdictOf(copies, given)).toBe('inconclusive');
    expect(
      verdictOf(
        both(copies, (item) => ({ ...item, cluster: null })),
        given,
      ),
    ).toBe('fail');
  });
});

describe('missing data is never a pass', () => {
  property.prop([recordedRuns, facts, fc.nat(), fc.constantFrom('dropped', 'emptied')])(
    'an answer of the candidate that is dropped or empty',
    ({ baseline, candidate }, given, drawn, how) => {
      const at = drawn % candidate.length;
      const gap =
        how === 'dropped'
          ? candidate.toSpliced(at, 1)
          : candidate.with(at, { ...(candidate[at] as ScoredItem), scores: [] });
      fc.pre(baseline.filter(({ category }) => category === candidate[at]?.category).length < 50);
      expect(verdictOf({ baseline, candidate: gap }, given)).not.toBe('pass');
      expect(verdictOf({ baseline: gap, candidate: baseline }, given)).not.toBe('pass');
    },
  );

  property.prop([recordedRuns, facts])('a category that the candidate left out', ({ baseline, candidate }, given) => {
    const category = baseline[0]?.category;
    const without = { baseline, candidate: candidate.filter((item) => item.category !== category) };
    expect(verdictOf(without, given)).not.toBe('pass');
  });

  test.for(policies)('no answer on one side, or on either (%s)', (name) => {
    const { baseline, candidate } = recorded([80, 20, 0, 0]);
    const given: GateFacts = { rules: { policy: name } };
    expect(verdictOf({ baseline, candidate: [] }, given)).toBe('inconclusive');
    expect(verdictOf({ baseline: [], candidate }, given)).toBe('inconclusive');
    expect(verdictOf({ baseline: [], candidate: [] }, given)).toBe('inconclusive');
  });
});

describe('the verdict follows the figures', () => {
  property.prop([recordedRuns, fc.constantFrom<GatePolicyName>('evidence', 'literal'), fc.nat()])(
    'a better answer never turns a pass into another verdict (where a pass needs no proof)',
    ({ baseline, candidate }, name, drawn) => {
      const at = drawn % candidate.length;
      const raised = candidate.with(at, { ...(candidate[at] as ScoredItem), scores: [1] });
      const given: GateFacts = { rules: { policy: name } };
      fc.pre(verdictOf({ baseline, candidate }, given) === 'pass');
      expect(verdictOf({ baseline, candidate: raised }, given)).toBe('pass');
    },
  );

  property.prop([anyRuns, facts, fc.constantFrom(0, 0.01, 0.05), fc.constantFrom(0, 0.03, 0.3)])(
    'a wider margin never makes it worse',
    (runs, given, margin, more) => {
      const narrow = verdictOf(runs, { ...given, rules: { ...given.rules, margin } });
      const wide = verdictOf(runs, { ...given, rules: { ...given.rules, margin: margin + more } });
      expect(badness[wide]).toBeLessThanOrEqual(badness[narrow]);
    },
  );

  property.prop([anyRuns, canDrawRepeats])(
    '`strict` passes nothing that `evidence` does not, `literal` exactly the same',
    (runs, drawable) => {
      const by = (name: GatePolicyName) =>
        verdictOf(runs, { rules: { policy: name }, dataset: { canDrawRepeats: drawable } });
      expect(badness[by('strict')]).toBeGreaterThanOrEqual(Math.min(1, badness[by('evidence')]));
      expect(by('literal') === 'pass').toBe(by('evidence') === 'pass');
    },
  );

  property.prop([anyRuns, facts])('no category drops both before and after the sides are swapped', (runs, given) => {
    const there = decideGate(gateInput(runs, given)).datasets[0]?.categories ?? [];
    const swapped = { baseline: runs.candidate, candidate: runs.baseline };
    const back = decideGate(gateInput(swapped, given)).datasets[0]?.categories ?? [];
    expect(back.map(({ name }) => name)).toEqual(there.map(({ name }) => name));
    for (const [i, category] of there.entries()) {
      const other = back[i];
      expect(other).toMatchObject({ n: category.n, baseline: category.candidate, candidate: category.baseline });
      expect(other?.delta ?? 0).toBeCloseTo(-(category.delta ?? 0), 9);
      expect(category.drop && other?.drop).toBe(false);
      expect([category.verdict, other?.verdict]).not.toEqual(['fail', 'fail']);
    }
  });

  property.prop([anyRuns, facts])('a run against itself never fails', ({ baseline }, given) => {
    expect(verdictOf({ baseline, candidate: baseline }, given)).not.toBe('fail');
  });

  property.prop([recordedRuns])('splitting a category never lets a drop through', (runs) => {
    const given: GateFacts = { rules: { policy: 'literal' } };
    const whole = both(runs, (item) => ({ ...item, category: 'all' }));
    const parts = both(runs, (item) => ({ ...item, category: item.item.endsWith('1') ? 'some' : 'others' }));
    fc.pre(verdictOf(whole, given) === 'fail');
    expect(verdictOf(parts, given)).not.toBe('pass');
  });
});
