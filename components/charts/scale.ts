/** A linear scale: maps a value to 0..1, and lists its ticks, which are round numbers. */
export type Scale = { low: number; high: number; ticks: number[] };

/** 1, 2, 2.5 or 5 times a power of ten, so that about `count` steps fit into `span`. */
export function niceStep(span: number, count: number): number {
  if (!(span > 0) || !Number.isFinite(span)) return 1;
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const lead = rough / power;
  return (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 2.5 ? 2.5 : lead <= 5 ? 5 : 10) * power;
}

/** Multiples of `step` from `low` to `high`, without rounding errors of floating point. */
export function ticksBetween(low: number, high: number, step: number): number[] {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(step)));
  const ticks: number[] = [];
  for (let n = Math.ceil(low / step - 1e-9); n * step <= high + step * 1e-6; n++) {
    ticks.push(Number((n * step).toFixed(Math.min(digits, 12))));
  }
  return ticks;
}

/** The share of the scale's width (0 to 1) at which `value` lies; values outside of the scale are clipped. */
export function position(scale: Scale, value: number): number {
  const span = scale.high - scale.low || 1;
  return Math.min(1, Math.max(0, (value - scale.low) / span));
}
