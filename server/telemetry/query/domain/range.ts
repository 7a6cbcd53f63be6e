import { DAY_MS, HOUR_MS, WEEK_MS } from '#server/platform/pure/durations.ts';
import { ceilTo, floorTo, TIERS } from '#server/telemetry/rollup/domain/tiers.ts';
import { bucketStarts, chartStepMs } from './step.ts';

/** The ranges that people choose from. */
export const RANGES = ['1h', '6h', '24h', '7d', '30d', '90d'] as const;
export type Range = (typeof RANGES)[number];

export const RANGE_MS: Record<Range, number> = {
  '1h': HOUR_MS,
  '6h': 6 * HOUR_MS,
  '24h': DAY_MS,
  '7d': WEEK_MS,
  '30d': 30 * DAY_MS,
  '90d': 90 * DAY_MS,
};

/** Points of a chart: as many as it can draw apart. */
const CHART_POINTS = 250;

/** A range cut into buckets; all in ms, `[from, to)`, whole buckets. */
export type Window = { from: number; to: number; stepMs: number; starts: number[] };

/** The last `range` until now, whole buckets, the running one included. */
export function windowOf(range: Range, now: number): Window {
  const stepMs = chartStepMs(RANGE_MS[range], CHART_POINTS);
  const to = ceilTo(now + 1, stepMs);
  return cut(to - RANGE_MS[range], to, stepMs);
}

/** The last seven days until now, from a whole hour on, in days: for the sums of a table. */
export function lastSevenDays(now: number): { from: number; to: number; stepMs: number } {
  const to = ceilTo(now + 1, TIERS.minute.ms);
  return { from: ceilTo(to - RANGE_MS['7d'], TIERS.hour.ms), to, stepMs: TIERS.day.ms };
}

/** Any range, widened to whole buckets. */
export function customWindow(from: number, to: number): Window {
  const until = Math.max(to, from + TIERS.minute.ms);
  const stepMs = chartStepMs(until - from, CHART_POINTS);
  return cut(floorTo(from, stepMs), ceilTo(until, stepMs), stepMs);
}

/** The same buckets `byMs` earlier. */
export function shifted(window: Window, byMs: number): Window {
  return cut(window.from - byMs, window.to - byMs, window.stepMs);
}

function cut(from: number, to: number, stepMs: number): Window {
  return { from, to, stepMs, starts: bucketStarts(from, to, stepMs) };
}
