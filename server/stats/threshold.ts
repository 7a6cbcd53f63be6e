/** Float noise: 0.90 → 0.882 is a drop of exactly 2 %, although subtraction says 0.02000000000000002. */
export const EPSILON = 1e-9;

/** Strictly above: exactly at the limit is not a breach. */
export function isAbove(value: number, limit: number): boolean {
  return value > limit + EPSILON;
}

/** Strictly below: exactly at the limit is not a breach. */
export function isBelow(value: number, limit: number): boolean {
  return value < limit - EPSILON;
}
