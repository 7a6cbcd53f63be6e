import { type Comparison, WITHOUT_PAIRS } from '#server/evals/domain/compare-category.ts';
import type { ScoredItem } from '#server/evals/domain/scored-item.ts';
import { distinctItems } from '#server/evals/domain/scored-item.ts';
import { type ScoreSummary, summariseScores } from '#server/evals/domain/summarise-scores.ts';
import type { CategoryRow, ReasonOfCategory } from './category-row.ts';
import { belowFloor } from './decide-category.ts';
import { lacksTooMany } from './enough-data.ts';
import type { GateRules } from './policy.ts';
import { worstVerdict } from './verdict.ts';

/** A first release without a baseline, in the shape of a comparison. */
export interface CandidateAlone {
  readonly categories: readonly CategoryRow[];
  readonly overall: Comparison;
  readonly excluded: { readonly unresolved: number; readonly conflicting: number; readonly weightless: number };
}

/**
 * Checks a candidate without a baseline against its floors. Where too many items are unresolved, the verdict is
 * inconclusive.
 */
export function candidateAlone(dataset: string, items: readonly ScoredItem[], rules: GateRules): CandidateAlone {
  const { overall, categories } = summariseScores(items);
  const { conflicting, weightless } = distinctItems(items);
  return {
    categories: categories.map(({ name, ...summary }) => rowOf(dataset, name, summary, rules)),
    overall: withoutBaseline(overall),
    excluded: { unresolved: overall.unresolved, conflicting, weightless },
  };
}

function rowOf(dataset: string, name: string, summary: ScoreSummary, rules: GateRules): CategoryRow {
  const floor = Object.hasOwn(rules.floors.categories, name) ? (rules.floors.categories[name] ?? null) : null;
  const reason = unresolvedIn(name, summary) ?? belowFloor(name, summary.score, floor);
  return {
    name,
    dataset,
    ...withoutBaseline(summary),
    pAdjusted: null,
    verdict: worstVerdict([reason?.verdict ?? 'pass']),
    reasons: reason === null ? [] : [{ ...reason, dataset, category: name }],
    strength: null,
    bound: null,
    mayHide: null,
    hiddenByNoFlips: null,
    neededItems: null,
    oneItemFlips: false,
    floor,
  };
}

function unresolvedIn(name: string, { n, unresolved }: ScoreSummary): ReasonOfCategory | null {
  if (!lacksTooMany(unresolved, n + unresolved)) return null;
  const sentence = `${unresolved} of ${n + unresolved} items of ${name} are unresolved: run those again.`;
  return { code: 'unresolved', verdict: 'inconclusive', sentence };
}

function withoutBaseline({ n, unresolved, score, ci95 }: ScoreSummary): Comparison {
  return {
    ...WITHOUT_PAIRS,
    n,
    unresolved: { total: unresolved, baseline: 0, candidate: unresolved },
    candidate: score,
    scoreCi95: ci95,
    granularity: n === 0 ? null : 1 / n,
  };
}
