import { normalQuantile } from './normal.ts';
import { bootstrapRatioInterval } from './ratio-bootstrap.ts';
import {
  fiellerG,
  fiellerInterval,
  logDeltaInterval,
  type RatioEstimate,
  type RatioSums,
  type RatioUnit,
  ratioEstimate,
  ratioSums,
} from './ratio-of-sums.ts';
import { studentTQuantile } from './student-t.ts';

/** The method of the interval; `at_least`: only Fieller's lower end, because the bottom may be 0. */
export type RatioMethod = 'log_delta' | 'fieller' | 'studentised_bootstrap' | 'at_least' | 'none';

/** A ratio with the ends that its method can give. */
export interface RatioInterval extends RatioEstimate {
  readonly method: RatioMethod;
  readonly low: number | null;
  /** `null` with a `low`: no upper end can be stated. */
  readonly high: number | null;
}

/** With fewer units there is no interval, because four values do not show a tail. */
const UNITS_MIN = 5;
/** With a smaller bottom, neither side of a ratio is close enough to normal for the delta method. */
const BOTTOM_MIN = 30;
const G_MAX = 0.1;
/** |skewness| / √n up to which a normal interval of the ratio is within half a point of its level (decision 071). */
const SKEW_MAX = 0.05;

/**
 * Σ top ÷ Σ bottom of independent units with its interval at `1 − alpha`, the method chosen by what the units allow:
 * log-delta for many units of little skew, Fieller where only the bottom is weak (g from 0.1 to 1) and the tops are not
 * skewed, a studentised bootstrap otherwise, and only a lower end where the bottom is not distinguishable from 0.
 * `null` where Σ bottom is 0.
 */
export function ratioInterval(units: readonly RatioUnit[], seed: number, alpha = 0.05): RatioInterval | null {
  const sums = ratioSums(units);
  const estimate = ratioEstimate(sums);
  if (estimate === null) return null;
  const z = normalQuantile(1 - alpha / 2);
  const g = fiellerG(sums, z);
  if (units.length < UNITS_MIN || g === null) return { ...estimate, method: 'none', low: null, high: null };
  const t = studentTQuantile(1 - alpha / 2, units.length - 1);
  if (g >= 1) {
    const open = fiellerInterval(sums, t);
    return { ...estimate, method: open ? 'at_least' : 'none', low: open?.[0] ?? null, high: null };
  }
  if (standardisedSkew(units, estimate.ratio) <= SKEW_MAX) {
    const byFormula = unskewed(sums, estimate, g, t);
    if (byFormula !== null) return byFormula;
  }
  const drawn = bootstrapRatioInterval(units, seed, alpha);
  if (drawn !== null) return { ...estimate, method: 'studentised_bootstrap', low: drawn[0], high: drawn[1] };
  const ends = fiellerInterval(sums, t);
  return { ...estimate, method: ends ? 'fieller' : 'none', low: ends?.[0] ?? null, high: ends?.[1] ?? null };
}

function unskewed(sums: RatioSums, estimate: RatioEstimate, g: number, t: number): RatioInterval | null {
  if (sums.bottom >= BOTTOM_MIN && g <= G_MAX) {
    const ends = logDeltaInterval(estimate, t);
    return ends && { ...estimate, method: 'log_delta', low: ends[0], high: ends[1] };
  }
  const ends = fiellerInterval(sums, t);
  return ends && { ...estimate, method: 'fieller', low: ends[0], high: ends[1] };
}

/** |Skewness| of `top − R · bottom` over √n: how far the distribution of the ratio is from a normal one. */
function standardisedSkew(units: readonly RatioUnit[], ratio: number): number {
  let squares = 0;
  let cubes = 0;
  for (const { top, bottom } of units) {
    const residual = top - ratio * bottom;
    squares += residual ** 2;
    cubes += residual ** 3;
  }
  return squares > 0 ? Math.abs(cubes) / squares ** 1.5 : 0;
}
