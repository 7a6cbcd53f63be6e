import { MINUTE_MS } from '#server/platform/pure/durations.ts';

/** Steps that divide an hour or a day, so that charts of any range have round buckets. */
const STEPS_MIN = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440] as const;

/** Most points of one response, over all its series. */
export const POINTS_MAX = 5000;

/** The smallest round step, in ms, that draws `rangeMs` with at most `points` points. */
export function chartStepMs(rangeMs: number, points: number): number {
  const step = STEPS_MIN.find((minutes) => rangeMs / (minutes * MINUTE_MS) <= points);
  return (step ?? 1440 * Math.ceil(rangeMs / (points * 1440 * MINUTE_MS))) * MINUTE_MS;
}

/** A requested step, in seconds, as whole minutes in ms: the response names the step that was used. */
export function wholeMinutesMs(stepS: number): number {
  return Math.max(1, Math.ceil(stepS / 60)) * MINUTE_MS;
}

/** The starts of all buckets of `stepMs` that `[from, to)` touches. */
export function bucketStarts(from: number, to: number, stepMs: number): number[] {
  const first = Math.floor(from / stepMs) * stepMs;
  const starts: number[] = [];
  for (let at = first; at < to; at += stepMs) starts.push(at);
  return starts;
}
