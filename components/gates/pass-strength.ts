import type { CategoryRow } from '#server/gates/domain/category-row.ts';

type Strength = Pick<CategoryRow, 'strength' | 'mayHide' | 'hiddenByNoFlips' | 'marginPoints'>;

/**
 * The largest drop (0..1) that a pass could still hide; null where it is proven or unknown. Where no item got worse,
 * the differences vary too little and the bound of the verdict is too narrow: the loss that so few items can miss is
 * then returned.
 */
export function hiddenDrop({ strength, mayHide, hiddenByNoFlips, marginPoints }: Strength): number | null {
  const missed = hiddenByNoFlips !== null && marginPoints !== null && hiddenByNoFlips > marginPoints;
  if (missed) return Math.max(hiddenByNoFlips, mayHide ?? 0);
  return strength === 'proven' ? null : mayHide;
}

/** Whether a drop beyond the margin is ruled out, by the bound of the verdict and by the number of items. */
export const isProven = (row: Strength): boolean => row.strength === 'proven' && hiddenDrop(row) === null;
