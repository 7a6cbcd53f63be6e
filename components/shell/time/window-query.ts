import type { TimeRangeState } from './time-range.ts';

/** `[from, to)` as it stands behind the `?` of an address. */
export function windowQuery(fromMs: number, toMs: number): { from: string; to: string } {
  return { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
}

/** The range of this page behind the `?` of another. */
export function rangeQuery({ range, from, to }: TimeRangeState): Record<string, string> {
  return from !== null && to !== null ? windowQuery(+from, +to) : { range };
}
