import { niceStep, type Scale, ticksBetween } from '#components/charts/scale.ts';

/** The numbers that one interval is drawn from, all in one unit. */
export type Interval = {
  value: number | null;
  low: number | null;
  high: number | null;
  /** The margin or limit that decides; the side beyond it is tinted. */
  margin?: number | null;
  /** The side of the margin that is harm: `below` for a gate, `above` for errors, latency and cost. */
  harm?: 'below' | 'above';
};

/** One scale for all rows: it contains the widest interval, every margin and `zero`, with padding at both ends. */
export function intervalScale(rows: Interval[], zero = 0): Scale {
  const values = [zero];
  for (const row of rows) {
    for (const value of [row.value, row.low, row.high, row.margin]) {
      if (typeof value === 'number' && Number.isFinite(value)) values.push(value);
    }
  }
  const [min, max] = [Math.min(...values), Math.max(...values)];
  const span = max - min || Math.abs(max) || 1;
  const [low, high] = [min - span * 0.06, max + span * 0.06];
  return { low, high, ticks: ticksBetween(low, high, niceStep(high - low, 6)) };
}
