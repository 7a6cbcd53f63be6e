import { ITEMS_MIN } from '#server/evals/domain/pair-items.ts';

/**
 * The constants of the gate, stored with every verdict so that it can be computed again. Raise
 * `version` with every change of one of them or of a rule that uses them.
 */
export const GATE_METHOD = {
  name: 'paired-noninferiority-gate',
  version: 1,
  /** One-sided; a drop is confirmed at alpha ÷ categories (Bonferroni). */
  alpha: 0.05,
  /** For the number of items that would settle a question. */
  power: 0.8,
  /** Strictness at a threshold: exactly at it is no breach. */
  epsilon: 1e-9,
  /** Fewer items scored on both sides say nothing. */
  itemsMin: ITEMS_MIN,
  /** More unresolved items than this share leave a category undecided; below `allResolvedBelow` items, any one does. */
  unresolvedShareMax: 0.02,
  allResolvedBelow: 50,
  /** Repeats a side at which a measured drop is decided. */
  repeatsMax: 10,
} as const;
