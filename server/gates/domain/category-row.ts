import type { CategoryComparison } from '#server/evals/domain/compare-runs.ts';
import type { GateRules } from './policy.ts';
import type { GateReason } from './reasons.ts';
import type { Verdict } from './verdict.ts';

/** The one-sided bound that a verdict stands on, in score points: `delta ∓ z · standard error`. */
export interface VerdictBound {
  /** `lower`: what the difference is at least. `upper`: what it is at most. */
  readonly side: 'lower' | 'upper';
  readonly value: number;
  /** What the bound was held against: −margin for a proof, 0 for a confirmed drop. */
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
  /** For a category without a drop: whether that is more than not having seen one. */
  readonly strength: 'proven' | 'unproven' | null;
  /** `null` where the bare threshold, a floor or missing data decided. */
  readonly bound: VerdictBound | null;
  /** The largest drop that an unproven pass could still hide; `null` where it is proven or unknown. */
  readonly mayHide: number | null;
  /** The loss that recorded 0/1 items without a single change for the worse still allow (95 %); else `null`. */
  readonly hiddenByNoFlips: number | null;
  /** Items in all that would settle it; `null` where it is settled or more items alone would not. */
  readonly neededItems: number | null;
  /** One item's score moving from 1 to 0 would be a drop by itself: 1/n exceeds the margin. */
  readonly oneItemFlips: boolean;
  readonly floor: number | null;
}

/** A reason before it is known which category of which dataset it belongs to. */
export type ReasonOfCategory = Omit<GateReason, 'dataset' | 'category'>;

/** What a category is decided with besides its own figures. */
export interface CategoryContext {
  readonly rules: GateRules;
  readonly dataset: string;
  /** Categories of the dataset, over which a confirmed drop is corrected. */
  readonly categories: number;
  /** Whether both sides can be answered again: false for recorded or imported outputs, and after a top-up. */
  readonly canDrawRepeats: boolean;
}

/** The part of a row that the decision table fills. */
export type CategoryDecision = Pick<CategoryRow, 'verdict' | 'strength' | 'bound' | 'mayHide'> & {
  readonly reasons: readonly ReasonOfCategory[];
};
