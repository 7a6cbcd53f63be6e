import { GATE_METHOD } from './method.ts';

/** Whether so many of the items (or answers) lack a measure that the rest cannot speak for all: > 2 %, or any of < 50. */
export function lacksTooMany(lacking: number, total: number): boolean {
  if (total < GATE_METHOD.allResolvedBelow) return lacking > 0;
  return lacking > GATE_METHOD.unresolvedShareMax * total;
}
