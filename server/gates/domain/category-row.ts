import type { CategoryComparison } from '#server/evals/domain/compare-runs.ts';
import type { GateRules } from './policy.ts';
import type { GateReason } from './reasons.ts';
import type { Verdict } from './verdict.ts';

/** The one-sided bound that decided a verdict, in score points: `delta ∓ z · standard error`. */
export interface VerdictBound {
  /** `lower`: what the difference is at least. `upper`: what it is at most. */
  readonly side: 'lower' | 'upper';
  readonly value: number;
  /** What the bound was compared with: −margin for a proof, 0 for a confirmed drop. */
  readonly against: number;
  readonly level: number;
  readonly z: number;
  readonly standardError: 'se_pop' | 'se_gen';
}

/** How one category was decided, in points of 0..1. With the run ids and `GATE_METHOD` it can be computed again. */
export interface CategoryRow extends Omit<CategoryComparison, 'finding'> {
  readonly dataset: string;
  readonly verdict: Verdict;
  readonly reasons: readonly GateReason[];
  /** For a category without a drop: whether the absence of a drop beyond the margin is proven. */
  readonly strength: 'proven' | 'unproven' | null;
  /** `null` where the threshold alone, a floor or missing data decided. */
  readonly bound: VerdictBound | null;
  /** The largest drop that an unproven pass could still hide; `null` where it is proven or unknown. */
  readonly mayHide: number | null;
  /** The largest loss (95 %) that remains possible where no recorded 0/1 item got worse; else `null`. */
  readonly hiddenByNoFlips: number | null;
  /** Total items that would settle the category; `null` where it is settled, or where more items would not suffice. */
  readonly neededItems: number | null;
  /** Whether a change of one item's score from 1 to 0 would be a drop: 1/n exceeds the margin. */
  readonly oneItemFlips: boolean;
  readonly floor: number | null;
}

/** A reason without the dataset and category that it belongs to. */
export type ReasonOfCategory = Omit<GateReason, 'dataset' | 'category'>;

/** What decides a category besides its own figures. */
export interface CategoryContext {
  readonly rules: GateRules;
  readonly dataset: string;
  /** Number of categories of the dataset, for which a confirmed drop is corrected. */
  readonly categories: number;
  /** Whether both sides can be answered again: false for recorded or imported outputs, and after a top-up. */
  readonly canDrawRepeats: boolean;
}

/** The part of a row that the decision table fills. */
export type CategoryDecision = Pick<CategoryRow, 'verdict' | 'strength' | 'bound' | 'mayHide'> & {
  readonly reasons: readonly ReasonOfCategory[];
};
