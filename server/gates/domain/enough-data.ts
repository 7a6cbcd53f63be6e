import { GATE_METHOD } from './method.ts';

/**
 * Whether too many items (or answers) lack a measure for the rest to represent all: more than 2 %, or any of fewer than
 * 50.
 */
export function lacksTooMany(lacking: number, total: number): boolean {
  if (total < GATE_METHOD.allResolvedBelow) return lacking > 0;
  return lacking > GATE_METHOD.unresolvedShareMax * total;
}
