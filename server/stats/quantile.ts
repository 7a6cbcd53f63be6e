/**
 * Quantile `q` (0..1) of the values by linear interpolation between order statistics, in their unit. `null` without
 * values. The input is not changed.
 *
 * Source: Hyndman & Fan 1996, type 7 (the default of R and NumPy).
 */
export function quantile(values: readonly number[], q: number): number | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const position = q * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? Number.NaN;
  return low + (position - below) * (high - low);
}
