import { clampInterval, type Interval } from '#server/stats/interval.ts';
import { mcnemarExactP } from '#server/stats/mcnemar.ts';
import { mean } from '#server/stats/mean.ts';
import { newcombePairedDifference, type PairedTable } from '#server/stats/newcombe-paired.ts';
import { type PairedDifference, pairedDifference } from '#server/stats/paired-difference.ts';
import { studentTTwoSidedP } from '#server/stats/student-t.ts';
import { tInterval } from '#server/stats/t-interval.ts';
import { EPSILON } from '#server/stats/threshold.ts';
import { weightedMean } from '#server/stats/weighted-mean.ts';
import { DEFAULT_MARGIN, isDrop, type Margin, marginPoints } from './margin.ts';
import { itemDelta, type PairedItem, type UnresolvedItem } from './pair-items.ts';

/** Two runs compared on the same items. Scores and differences are in points of 0..1; `null` where unknown. */
export interface Comparison {
  /** Items scored on both sides; the other fields are computed from these. */
  readonly n: number;
  readonly unresolved: { readonly total: number; readonly baseline: number; readonly candidate: number };
  readonly baseline: number | null;
  readonly candidate: number | null;
  /** Candidate minus baseline, weighted by item. */
  readonly delta: number | null;
  readonly ci95: Interval | null;
  /** Interval of the candidate's own score, where there is no baseline. */
  readonly scoreCi95?: Interval | null;
  readonly ci95Method: 'newcombe_paired' | 't' | null;
  /** Two-sided: McNemar exact where Newcombe's interval applies, else t. */
  readonly p: number | null;
  /** Items on which the candidate scores lower, and higher. */
  readonly worse: number;
  readonly better: number;
  /** Standard error that generalises to unseen items, and that of answering these items again. */
  readonly sePop: number | null;
  readonly seGen: number | null;
  /** The fewest repeats that any item has on either side. */
  readonly repeats: number;
  /** 1/n: how much the mean changes with one item's score of 0 or 1. */
  readonly granularity: number | null;
  /** The margin in points, and whether the difference is a drop beyond it. */
  readonly marginPoints: number | null;
  readonly drop: boolean;
}

/** A comparison without pairs: every figure is unknown, and there is no drop. */
export const WITHOUT_PAIRS = {
  n: 0,
  baseline: null,
  candidate: null,
  delta: null,
  ci95: null,
  ci95Method: null,
  p: null,
  worse: 0,
  better: 0,
  sePop: null,
  seGen: null,
  repeats: 0,
  granularity: null,
  marginPoints: null,
  drop: false,
} as const;

/** Compares the items of one category, or of all. */
export function compareItems(
  pairs: readonly PairedItem[],
  unresolvedItems: readonly UnresolvedItem[],
  margin: Margin = DEFAULT_MARGIN,
): Comparison {
  const unresolved = {
    total: unresolvedItems.length,
    baseline: unresolvedItems.filter(({ baselineMissing }) => baselineMissing).length,
    candidate: unresolvedItems.filter(({ candidateMissing }) => candidateMissing).length,
  };
  const found = pairedDifference(pairs);
  if (found === null) return { ...WITHOUT_PAIRS, unresolved };

  const baseline = meanOf(pairs, ({ second }) => second);
  const delta = found.difference.mean;
  const points = marginPoints(margin, baseline);
  const deltas = pairs.map(itemDelta);
  return {
    n: pairs.length,
    unresolved,
    baseline,
    candidate: meanOf(pairs, ({ first }) => first),
    delta,
    ...uncertainty(pairs, found),
    worse: deltas.filter((d) => d < -EPSILON).length,
    better: deltas.filter((d) => d > EPSILON).length,
    sePop: found.sePop,
    seGen: found.seGen,
    // Not spread into Math.min: arguments are put on the stack, and a hundred thousand items overflow it.
    repeats: pairs.reduce(
      (least, { first, second }) => Math.min(least, first.length, second.length),
      Number.POSITIVE_INFINITY,
    ),
    granularity: 1 / pairs.length,
    marginPoints: points,
    drop: isDrop(delta, points),
  };
}

function meanOf(pairs: readonly PairedItem[], side: (pair: PairedItem) => readonly number[]): number {
  const values = pairs.map((pair) => ({ value: mean(side(pair)), weight: pair.weight, cluster: null }));
  return weightedMean(values)?.mean ?? Number.NaN;
}

/**
 * Newcombe and McNemar count pairs, so they apply only where the pairs have equal weight and are independent; else t.
 */
function uncertainty(
  pairs: readonly PairedItem[],
  { difference, sePop }: PairedDifference,
): Pick<Comparison, 'ci95' | 'ci95Method' | 'p'> {
  const table = difference.groups === pairs.length ? pairedTable(pairs) : null;
  if (table !== null) {
    const ci95 = newcombePairedDifference(table)?.interval ?? null;
    return { ci95, ci95Method: 'newcombe_paired', p: mcnemarExactP(table.firstOnly, table.secondOnly) };
  }
  if (sePop === null) return { ci95: null, ci95Method: null, p: null };
  const df = difference.groups - 1;
  const interval = tInterval(difference.mean, sePop, df);
  const p = Math.abs(difference.mean) <= EPSILON ? 1 : studentTTwoSidedP(difference.mean / sePop, df);
  return { ci95: interval === null ? null : clampInterval(interval, -1, 1), ci95Method: 't', p };
}

/** The four cells; `null` unless each item has one score of 0 or 1 on each side, and all weights are equal. */
function pairedTable(pairs: readonly PairedItem[]): PairedTable | null {
  const table = { both: 0, firstOnly: 0, secondOnly: 0, neither: 0 };
  const weight = pairs[0]?.weight ?? 1;
  for (const { first, second, weight: own } of pairs) {
    const [c, b] = [first[0], second[0]];
    if (first.length !== 1 || second.length !== 1 || Math.abs(own / weight - 1) > EPSILON) return null;
    if ((c !== 0 && c !== 1) || (b !== 0 && b !== 1)) return null;
    if (c === 1) table[b === 1 ? 'both' : 'firstOnly'] += 1;
    else table[b === 1 ? 'secondOnly' : 'neither'] += 1;
  }
  return table;
}
