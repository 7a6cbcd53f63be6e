import { ITEMS_MIN } from '#server/evals/domain/pair-items.ts';

/**
 * The constants of the gate, stored with every verdict so that it can be computed again. Raise `version` with every
 * change of a constant or of a rule that uses it.
 */
export const GATE_METHOD = {
  name: 'paired-noninferiority-gate',
  version: 1,
  /** One-sided; a drop is confirmed at alpha ÷ categories (Bonferroni). */
  alpha: 0.05,
  /** For the number of items that would settle a question. */
  power: 0.8,
  /** Tolerance of rounding at a threshold: a figure exactly at it is no breach. */
  epsilon: 1e-9,
  /** With fewer items scored on both sides, a category is inconclusive. */
  itemsMin: ITEMS_MIN,
  /**
   * More unresolved items than this share leave a category undecided; below `allResolvedBelow` items, a single one
   * does.
   */
  unresolvedShareMax: 0.02,
  allResolvedBelow: 50,
  /** Repeats a side from which on a measured drop is decided. */
  repeatsMax: 10,
} as const;
