/**
 * Tolerance for rounding of floats: 0.90 → 0.882 is a drop of exactly 2 %, although subtraction gives
 * 0.02000000000000002.
 */
export const EPSILON = 1e-9;

/** Whether `value` is above `limit` by more than {@link EPSILON}: a value exactly at the limit is not a breach. */
export function isAbove(value: number, limit: number): boolean {
  return value > limit + EPSILON;
}

/** Whether `value` is below `limit` by more than {@link EPSILON}: a value exactly at the limit is not a breach. */
export function isBelow(value: number, limit: number): boolean {
  return value < limit - EPSILON;
}
