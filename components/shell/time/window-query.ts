import type { TimeRangeState } from './time-range.ts';

/** `[from, to)` as the query of a URL. */
export function windowQuery(fromMs: number, toMs: number): { from: string; to: string } {
  return { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
}

/** The range of this page as the query of another page's URL. */
export function rangeQuery({ range, from, to }: TimeRangeState): Record<string, string> {
  return from !== null && to !== null ? windowQuery(+from, +to) : { range };
}
