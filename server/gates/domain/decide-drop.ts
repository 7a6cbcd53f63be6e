import type { CategoryComparison } from '#server/evals/domain/compare-runs.ts';
import { normalQuantile } from '#server/stats/normal.ts';
import type { CategoryContext, CategoryDecision, VerdictBound } from './category-row.ts';
import { GATE_METHOD } from './method.ts';
import { percent, points, type ReasonCode } from './reasons.ts';

/**
 * Decides a category whose difference exceeds the margin; the first row that fits holds:
 *
 *   policy `literal`                                         fail
 *   several repeats a side, none of which ever differed      fail: more repeats would give the same
 *   repeats can be drawn, fewer than ten there               inconclusive until there are ten
 *   delta + z·SE < 0, z at 1 − α/categories                  fail: confirmed
 *   else                                                     inconclusive: noise could explain it
 *
 * SE is the standard error of generation. Where a side was answered only once, it cannot be estimated, and one recorded
 * answer does not prove that the model is deterministic: the population error, which contains it, is used instead.
 * `strict` uses the population error for every bound. A drop that the repeats confirm fails under `strict` too, because
 * `strict` would be milder otherwise.
 */
export function decideDrop(found: CategoryComparison, context: CategoryContext): CategoryDecision {
  const { policy } = context.rules;
  if (policy === 'literal') return dropped('fail', 'drop', found, null, '');
  if (found.seGen === 0) return dropped('fail', 'drop', found, null, ' Answered again, both sides say the same.');
  if (context.canDrawRepeats && found.repeats < GATE_METHOD.repeatsMax) {
    const remedy = ` Both sides are topped up to ${GATE_METHOD.repeatsMax} repeats before this is decided.`;
    return dropped('inconclusive', 'repeats_needed', found, null, remedy);
  }
  const bound = upperBound(found, context);
  if (bound !== null && bound.value < 0) return dropped('fail', 'drop', found, bound, '');
  const doubt = ` With ${found.n} items chance could explain it: more items would settle it, or an approver with a reason.`;
  return dropped('inconclusive', 'drop_unconfirmed', found, bound, doubt);
}

function upperBound(found: CategoryComparison, context: CategoryContext): VerdictBound | null {
  const byItems = context.rules.policy === 'strict' || found.seGen === null;
  const error = byItems ? found.sePop : found.seGen;
  if (error === null || found.delta === null) return null;
  const level = 1 - GATE_METHOD.alpha / context.categories;
  const z = normalQuantile(level);
  return {
    side: 'upper',
    value: found.delta + z * error,
    against: 0,
    level,
    z,
    standardError: byItems ? 'se_pop' : 'se_gen',
  };
}

function dropped(
  verdict: 'fail' | 'inconclusive',
  code: ReasonCode,
  { name, baseline, candidate, delta, marginPoints }: CategoryComparison,
  bound: VerdictBound | null,
  remark: string,
): CategoryDecision {
  const from = `from ${percent(baseline ?? Number.NaN)} to ${percent(candidate ?? Number.NaN)}`;
  const fall = `${name} drops by ${points(delta ?? Number.NaN)}, ${from}; the margin allows ${points(marginPoints ?? Number.NaN)}.`;
  return { verdict, strength: null, bound, mayHide: null, reasons: [{ code, verdict, sentence: fall + remark }] };
}
