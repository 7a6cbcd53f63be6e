import type { CategoryComparison } from '#server/evals/domain/compare-runs.ts';
import { normalQuantile } from '#server/stats/normal.ts';
import { lossHiddenByNoFlips, pairedItemsNeeded } from '#server/stats/sample-size.ts';
import { EPSILON, isAbove, isBelow } from '#server/stats/threshold.ts';
import type { CategoryContext, CategoryDecision, CategoryRow, ReasonOfCategory, VerdictBound } from './category-row.ts';
import { decideDrop } from './decide-drop.ts';
import { lacksTooMany } from './enough-data.ts';
import { GATE_METHOD } from './method.ts';
import type { GateRules } from './policy.ts';
import { percent, points } from './reasons.ts';
import { type Verdict, worstVerdict } from './verdict.ts';

/**
 * Decides one category; the first row that fits holds:
 *
 *   too few items on both sides, or too many unresolved      inconclusive
 *   no drop beyond the margin                                pass, `proven` or `unproven` (`strict`: only proven passes)
 *   a drop                                                   see `decideDrop`
 *
 * A candidate below its floor also fails.
 */
export function decideCategory(found: CategoryComparison, context: CategoryContext): CategoryRow {
  const { rules, dataset } = context;
  const { finding: _, ...figures } = found;
  const floor = Object.hasOwn(rules.floors.categories, found.name)
    ? (rules.floors.categories[found.name] ?? null)
    : null;
  const lacking = lackOfData(found);
  const decided = lacking ?? (found.drop ? decideDrop(found, context) : decideNoDrop(found, rules));
  const floorReason = lacking === null ? belowFloor(found.name, found.candidate, floor) : null;
  const reasons = [floorReason, ...decided.reasons].filter((reason) => reason !== null);
  return {
    ...figures,
    dataset,
    ...decided,
    verdict: worstVerdict([decided.verdict, ...(floorReason === null ? [] : (['fail'] as const))]),
    reasons: reasons.map((reason) => ({ ...reason, dataset, category: found.name })),
    hiddenByNoFlips: found.ci95Method === 'newcombe_paired' && found.worse === 0 ? lossHiddenByNoFlips(found.n) : null,
    neededItems: lacking === null ? itemsToSettle(found, decided) : missingItems(found),
    oneItemFlips: found.granularity !== null && isAbove(found.granularity, found.marginPoints ?? 0),
    floor,
  };
}

/**
 * The reason where a candidate's score is below its floor, else null. A floor is an absolute limit, compared with the
 * point estimate.
 */
export function belowFloor(name: string, candidate: number | null, floor: number | null): ReasonOfCategory | null {
  if (candidate === null || floor === null || !isBelow(candidate, floor)) return null;
  const sentence = `${name} scores ${percent(candidate)}, below its floor of ${percent(floor)}.`;
  return { code: 'below_floor', verdict: 'fail', sentence };
}

function lackOfData({ name, n, unresolved }: CategoryComparison): CategoryDecision | null {
  const reasons: ReasonOfCategory[] = [];
  const all = n + unresolved.total;
  if (n < GATE_METHOD.itemsMin) {
    const sentence = `${name} has ${n} items scored on both sides; it takes at least ${GATE_METHOD.itemsMin}.`;
    reasons.push({ code: 'too_few', verdict: 'inconclusive', sentence });
  }
  if (lacksTooMany(unresolved.total, all)) {
    const where = `candidate ${unresolved.candidate}, baseline ${unresolved.baseline}`;
    const sentence = `${unresolved.total} of ${all} items of ${name} are unresolved (${where}): run those again.`;
    reasons.push({ code: 'unresolved', verdict: 'inconclusive', sentence });
  }
  if (reasons.length === 0) return null;
  return { verdict: 'inconclusive', strength: null, bound: null, mayHide: null, reasons };
}

function decideNoDrop(found: CategoryComparison, rules: GateRules): CategoryDecision {
  const delta = found.delta ?? Number.NaN;
  const margin = found.marginPoints ?? Number.NaN;
  const bound = lowerBound(delta, margin, found.sePop);
  // No score is below 0, so a candidate cannot score lower than a baseline of 0.
  const nothingToLose = found.baseline === 0;
  const strength = nothingToLose || (bound !== null && bound.value > -margin + EPSILON) ? 'proven' : 'unproven';
  const mayHide = strength === 'unproven' && bound !== null ? Math.max(0, -bound.value) : null;
  if (rules.policy !== 'strict' || strength === 'proven') {
    const verdict: Verdict = 'pass';
    return { verdict, strength, bound: rules.policy === 'literal' ? null : bound, mayHide, reasons: [] };
  }
  const hidden = mayHide === null ? 'a drop of unknown size' : `a drop of up to ${points(mayHide)}`;
  const sentence = `${found.name} shows no drop, but ${found.n} items could hide ${hidden}; the margin is ${points(margin)}.`;
  return {
    verdict: 'inconclusive',
    strength,
    bound,
    mayHide,
    reasons: [{ code: 'unproven', verdict: 'inconclusive', sentence }],
  };
}

function lowerBound(delta: number, margin: number, sePop: number | null): VerdictBound | null {
  if (sePop === null) return null;
  const level = 1 - GATE_METHOD.alpha;
  const z = normalQuantile(level);
  return { side: 'lower', value: delta - z * sePop, against: 0 - margin, level, z, standardError: 'se_pop' };
}

function missingItems({ n }: CategoryComparison): number | null {
  return n < GATE_METHOD.itemsMin ? GATE_METHOD.itemsMin : null;
}

/** Total number of similar items at which a difference of the size of the margin would be found. */
function itemsToSettle(found: CategoryComparison, { verdict, strength }: CategoryDecision): number | null {
  const open = strength === 'unproven' || (found.drop && verdict === 'inconclusive');
  if (!open || found.sePop === null || found.marginPoints === null) return null;
  const variance = found.sePop ** 2 * found.n;
  const needed = pairedItemsNeeded(found.marginPoints, variance, GATE_METHOD.alpha, GATE_METHOD.power);
  // Where the estimate is no more than the items there are, more items are not known to help.
  return needed === null || needed <= found.n ? null : needed;
}
