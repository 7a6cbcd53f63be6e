import { seededRandom } from '#examples/demo/random.ts';
import { decideGate } from '#server/gates/domain/decide-gate.ts';
import { DEFAULT_GATE_RULES, type GatePolicyName } from '#server/gates/domain/policy.ts';
import type { Verdict } from '#server/gates/domain/verdict.ts';
import { gateInput } from '#test/builders/gate-input.ts';
import { scoredItem } from '#test/builders/scored-runs.ts';

const SEEDS = 100;
/** Share of items that what serves answers well, and that change for the better by chance. */
const RIGHT = 0.85;
const BETTER = 0.04;

/** `unproven`: passes that say how large a drop they may hide. */
export type Verdicts = { items: number; unproven: number } & Record<Verdict, number>;

/**
 * What the gate says of a version that is worse by so many points on a golden set of `items`, in 100 draws; with the margin
 * of a prompt whose team has set none.
 */
export function verdictsOf(points: number, items: number, policy: GatePolicyName): Verdicts {
  const verdicts: Verdicts = { items, unproven: 0, pass: 0, fail: 0, inconclusive: 0 };
  for (let seed = 1; seed <= SEEDS; seed++) {
    const random = seededRandom(seed * 7919);
    const rows = Array.from({ length: items }, (_, i) => {
      const before = random.chance(RIGHT);
      const isChanged = random.chance(before ? (points / 100 + BETTER) / RIGHT : BETTER / (1 - RIGHT));
      const after = isChanged ? !before : before;
      return { id: i, before: Number(before), after: Number(after) };
    });
    const runs = {
      baseline: rows.map(({ id, before }) => scoredItem(id, [before])),
      candidate: rows.map(({ id, after }) => scoredItem(id, [after])),
    };
    const { verdict, datasets } = decideGate(gateInput(runs, { rules: { ...DEFAULT_GATE_RULES, policy } }));
    verdicts[verdict] += 1;
    const isUnproven = datasets.some(({ categories }) => categories.some(({ mayHide }) => mayHide !== null));
    if (verdict === 'pass' && isUnproven) verdicts.unproven += 1;
  }
  return verdicts;
}
