import { niceStep, type Scale, ticksBetween } from '#components/charts/scale.ts';
import type { Series } from './chart-types.ts';

/** What recharts draws: one row per moment, one field per series; a band is a pair. */
export type ChartRow = { t: number; [key: string]: number | null | [number, number] };

/** Joins the series over all their moments. Where a series has no point at a moment, its line is interpolated. */
export function toRows(series: readonly Series[]): ChartRow[] {
  const moments = [...new Set(series.flatMap((one) => one.points.map((point) => point[0])))].sort((a, b) => a - b);
  const rows: ChartRow[] = moments.map((t) => ({ t }));
  for (const one of series) {
    let next = 0;
    for (const row of rows) {
      while ((one.points[next]?.[0] ?? Infinity) < row.t) next += 1;
      const [left, right] = [one.points[next - 1], one.points[next]];
      if (one.kind === 'band') {
        const [at, low, high] = one.points[next] ?? [];
        row[one.key] = at === row.t && low !== null && high !== null ? [low ?? 0, high ?? 0] : null;
      } else if (right?.[0] === row.t) {
        row[one.key] = right[1];
      } else {
        row[one.key] = between(left, right, row.t);
      }
    }
  }
  return rows;
}

type Sample = readonly [number, number | null, ...unknown[]];

function between(left: Sample | undefined, right: Sample | undefined, t: number): number | null {
  if (left?.[1] == null || right?.[1] == null) return null;
  return left[1] + ((right[1] - left[1]) * (t - left[0])) / (right[0] - left[0]);
}

/** The measured value of a series at the moment `t`, without interpolation. */
export function valueAt(series: Series, t: number): number | null {
  return series.points.find((point) => point[0] === t)?.[1] ?? null;
}

/** The measured moment nearest to `t`; null when there is none. `moments` ascend. */
export function nearestMoment(moments: readonly number[], t: number): number | null {
  let [low, high] = [0, moments.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((moments[middle] ?? 0) <= t) low = middle;
    else high = middle;
  }
  const [before, after] = [moments[low], moments[high]];
  if (before === undefined || after === undefined) return null;
  return Math.abs(t - before) <= Math.abs(after - t) ? before : after;
}

/** The vertical scale: from zero unless `min` is given, two to four ticks, limits included. */
export function valueScale(
  rows: readonly ChartRow[],
  series: readonly Series[],
  { min, max, limits = [] }: { min?: number; max?: number; limits?: readonly number[] },
): Scale {
  const values = [...limits];
  const areas = series.filter((one) => one.kind === 'area');
  for (const row of rows) {
    for (const one of series) {
      const value = row[one.key];
      if (Array.isArray(value)) values.push(...value);
      else if (typeof value === 'number' && one.kind === 'line') values.push(value);
    }
    if (areas.length > 0) {
      values.push(
        areas.reduce((sum, area) => sum + (typeof row[area.key] === 'number' ? Number(row[area.key]) : 0), 0),
      );
    }
  }
  const lowest = min ?? 0;
  const highest = max ?? (values.length > 0 ? Math.max(...values) : 1);
  const span = highest - lowest || Math.abs(highest) || 1;
  const high = max ?? lowest + span * 1.08;
  // Three or four ticks are enough to read values; more add noise.
  const candidates = [3, 4, 5].map((steps) => ticksBetween(lowest, high, niceStep(high - lowest, steps)));
  const ticks = candidates.find((some) => some.length === 3 || some.length === 4) ?? candidates[0] ?? [];
  return { low: lowest, high, ticks };
}

/** Periods without any measurement, at least one missing moment wide. They are hatched, not drawn as zero. */
export function gapsOf(rows: readonly ChartRow[], series: readonly Series[], from: number, to: number) {
  const drawn = series.filter((one) => one.kind !== 'band');
  const present = rows.filter((row) => drawn.some((one) => typeof row[one.key] === 'number')).map((row) => row.t);
  const steps = rows.slice(1).map((row, index) => row.t - (rows[index]?.t ?? row.t));
  const step = steps.length > 0 ? Math.min(...steps) : to - from;
  const edges = [from - step, ...present, to + step];
  const gaps: Array<{ from: number; to: number }> = [];
  edges.slice(1).forEach((edge, index) => {
    const before = edges[index] ?? edge;
    // The data of the newest moment may still arrive: that is not a gap.
    if (edge - before > step * 2.5) gaps.push({ from: Math.max(before, from), to: Math.min(edge, to) });
  });
  return present.length === 0 ? [{ from, to }] : gaps;
}
