import { holmAdjusted } from '#server/stats/holm.ts';
import { type Comparison, compareItems } from './compare-category.ts';
import type { Margin } from './margin.ts';
import { ITEMS_MIN, pairItems } from './pair-items.ts';
import type { ScoredItem } from './scored-item.ts';

/** The result in one word: `worse` and `better` are significant at 5 %, corrected for all categories (Holm). */
export type Finding = 'worse' | 'better' | 'unclear' | 'too_few';

/** One category of a comparison. */
export interface CategoryComparison extends Comparison {
  readonly name: string;
  /** `p` corrected for the number of categories. */
  readonly pAdjusted: number | null;
  readonly finding: Finding;
}

/** A candidate's run against its baseline: all items together, and by category in the order of their names. */
export interface RunComparison {
  readonly overall: Comparison & { readonly finding: Finding };
  readonly categories: readonly CategoryComparison[];
  readonly excluded: {
    /** Items left out because a side has no score for them. */
    readonly unresolved: number;
    /** Results that contradict each other under one id; they count as unresolved. */
    readonly conflicting: number;
    /** Items of weight 0. */
    readonly weightless: number;
  };
}

const FINDING_ALPHA = 0.05;

/**
 * Compares two runs of the same dataset version and scorers item by item. The compare page and the gate both use this
 * function, so that they cannot disagree. The order of items, copies of the same result and a constant factor on all
 * weights change nothing; an item that one side lacks is counted as unresolved.
 *
 * Throws RangeError for a weight that is negative or no number.
 *
 * Source: Miller 2024, "Adding Error Bars to Evals"; the files of intervals and tests name their own.
 */
export function compareRuns({
  baseline,
  candidate,
  margin,
}: {
  readonly baseline: readonly ScoredItem[];
  readonly candidate: readonly ScoredItem[];
  readonly margin?: Margin;
}): RunComparison {
  const { paired, unresolved, conflicting, weightless } = pairItems(baseline, candidate);
  const pairsBy = Map.groupBy(paired, ({ category }) => category);
  const unresolvedBy = Map.groupBy(unresolved, ({ category }) => category);
  const names = [...new Set([...pairsBy.keys(), ...unresolvedBy.keys()])].toSorted();
  const compared = names.map((name) => ({
    name,
    ...compareItems(pairsBy.get(name) ?? [], unresolvedBy.get(name) ?? [], margin),
  }));
  const adjusted = adjustedP(compared.map(({ p }) => p));
  const overall = compareItems(paired, unresolved, margin);
  return {
    overall: { ...overall, finding: findingOf(overall, overall.p) },
    categories: compared.map((category, i) => {
      const pAdjusted = adjusted[i] ?? null;
      return { ...category, pAdjusted, finding: findingOf(category, pAdjusted) };
    }),
    excluded: { unresolved: unresolved.length, conflicting, weightless },
  };
}

function findingOf({ n, delta }: Comparison, p: number | null): Finding {
  if (n < ITEMS_MIN) return 'too_few';
  if (delta === null || delta === 0 || p === null || p > FINDING_ALPHA) return 'unclear';
  return delta < 0 ? 'worse' : 'better';
}

/** Holm's correction over the categories that have a p-value. */
function adjustedP(pValues: readonly (number | null)[]): (number | null)[] {
  const adjusted = holmAdjusted(pValues.filter((p) => p !== null)).values();
  return pValues.map((p) => (p === null ? null : (adjusted.next().value ?? null)));
}
