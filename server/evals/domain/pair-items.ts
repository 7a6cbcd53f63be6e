import { mean } from '#server/stats/mean.ts';
import type { Pair } from '#server/stats/paired-difference.ts';
import { distinctItems, type ScoredItem } from './scored-item.ts';

/** With fewer items that both runs scored, the finding is `too_few`. */
export const ITEMS_MIN = 5;

/** One item that both runs scored: `first` are the candidate's scores, `second` the baseline's. */
export interface PairedItem extends Pair {
  readonly item: string;
  readonly category: string;
}

/** An item that cannot be compared, with the sides that lack a score. */
export interface UnresolvedItem {
  readonly item: string;
  readonly category: string;
  readonly baselineMissing: boolean;
  readonly candidateMissing: boolean;
}

/** Both runs, item by item, in the order of the ids. */
export interface PairedRuns {
  readonly paired: readonly PairedItem[];
  readonly unresolved: readonly UnresolvedItem[];
  readonly conflicting: number;
  readonly weightless: number;
}

/**
 * Pairs the scores of two runs by item. An item that one run lacks, or that the runs describe differently (category,
 * weight, cluster), is unresolved: leaving it out silently would favour the side that failed on it.
 */
export function pairItems(baseline: readonly ScoredItem[], candidate: readonly ScoredItem[]): PairedRuns {
  const before = distinctItems(baseline);
  const after = distinctItems(candidate);
  const paired: PairedItem[] = [];
  const unresolved: UnresolvedItem[] = [];
  for (const item of [...new Set([...before.items.keys(), ...after.items.keys()])].toSorted()) {
    const b = before.items.get(item);
    const c = after.items.get(item);
    if (b !== undefined && c !== undefined && sameItem(b, c) && b.scores.length > 0 && c.scores.length > 0) {
      const { category, weight, cluster } = b;
      paired.push({ item, category, weight, cluster, first: c.scores, second: b.scores });
      continue;
    }
    const baselineMissing = b === undefined || b.scores.length === 0;
    const candidateMissing = c === undefined || c.scores.length === 0;
    for (const category of new Set([b?.category, c?.category])) {
      if (category !== undefined) unresolved.push({ item, category, baselineMissing, candidateMissing });
    }
  }
  return {
    paired,
    unresolved,
    conflicting: before.conflicting + after.conflicting,
    weightless: Math.max(before.weightless, after.weightless),
  };
}

/** Candidate minus baseline on one item, in score points. */
export function itemDelta(pair: Pair): number {
  return mean(pair.first) - mean(pair.second);
}

function sameItem(a: ScoredItem, b: ScoredItem): boolean {
  return a.category === b.category && a.weight === b.weight && a.cluster === b.cluster;
}
