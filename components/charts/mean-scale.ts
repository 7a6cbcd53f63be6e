const STEP = 0.05;

/**
 * A scale for means of scores: from the lowest to the highest known mean, with padding at both ends, in steps of 0.05
 * inside 0..1. It does not start at zero, because good scores lie near 1; an interval may extend beyond it.
 */
export function meanScale(means: readonly (number | null)[]): [min: number, max: number] {
  const known = means.filter((value) => value !== null);
  if (known.length === 0) return [0, 1];
  const down = Math.floor((Math.min(...known) - 0.02) / STEP) * STEP;
  const up = Math.ceil((Math.max(...known) + 0.02) / STEP) * STEP;
  return [Math.max(0, Number(down.toFixed(2))), Math.min(1, Number(up.toFixed(2)))];
}
