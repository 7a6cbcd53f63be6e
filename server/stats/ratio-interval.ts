import { normalQuantile } from './normal.ts';
import { bootstrapRatioInterval } from './ratio-bootstrap.ts';
import {
  fiellerG,
  fiellerInterval,
  logDeltaInterval,
  type RatioEstimate,
  type RatioMethod,
  type RatioMoments,
  type RatioSums,
  type RatioUnit,
  ratioEstimate,
  ratioMoments,
  standardisedSkew,
} from './ratio-of-sums.ts';
import { studentTQuantile } from './student-t.ts';

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
/** Resamples of fewer units than these often have hardly any spread, and a studentised distance without bound. */
const DRAWN_MIN = 20;
const G_MAX = 0.1;
/** |skewness| / √n up to which a normal interval of the ratio is within half a point of its level (decision 071). */
const SKEW_MAX = 0.05;

/**
 * Σ top ÷ Σ bottom of independent units with its interval at `1 − alpha`, the method chosen by what the units allow:
 * log-delta for many units of little skew, Fieller where only the bottom is weak (g from 0.1 to 1) and the tops are not
 * skewed or the units are fewer than 20, a studentised bootstrap otherwise, and only a lower end where the bottom is not distinguishable from 0.
 * `null` where nothing came out.
 */
export const ratioInterval = (units: readonly RatioUnit[], seed: number, alpha = 0.05): RatioInterval | null =>
  momentsInterval(ratioMoments(units), units, seed, alpha);

/**
 * The same of sums that a database added up. `units`: the units themselves or, where they are many, sums of groups of
 * them; read by the bootstrap alone. Without them Fieller takes its place, which skewed tops make too narrow.
 */
export function momentsInterval(
  moments: RatioMoments,
  units: readonly RatioUnit[],
  seed: number,
  alpha = 0.05,
): RatioInterval | null {
  const estimate = ratioEstimate(moments);
  if (estimate === null) return null;
  const z = normalQuantile(1 - alpha / 2);
  const g = fiellerG(moments, z);
  if (moments.n < UNITS_MIN || g === null) return { ...estimate, method: 'none', low: null, high: null };
  const t = studentTQuantile(1 - alpha / 2, moments.n - 1);
  if (g >= 1) {
    const open = fiellerInterval(moments, t);
    return { ...estimate, method: open ? 'at_least' : 'none', low: open?.[0] ?? null, high: null };
  }
  if (standardisedSkew(moments, estimate.ratio) <= SKEW_MAX) {
    const byFormula = unskewed(moments, estimate, g, t);
    if (byFormula !== null) return byFormula;
  }
  const drawn = moments.n < DRAWN_MIN ? null : bootstrapRatioInterval(units, seed, alpha);
  if (drawn !== null) return { ...estimate, method: 'studentised_bootstrap', low: drawn[0], high: drawn[1] };
  const ends = fiellerInterval(moments, t);
  return { ...estimate, method: ends ? 'fieller' : 'none', low: ends?.[0] ?? null, high: ends?.[1] ?? null };
}

/** Whether {@link momentsInterval} needs the units: all else follows from the sums. */
export function needsUnits(moments: RatioMoments, alpha = 0.05): boolean {
  const estimate = ratioEstimate(moments);
  const g = fiellerG(moments, normalQuantile(1 - alpha / 2));
  if (estimate === null || g === null || g >= 1 || moments.n < DRAWN_MIN) return false;
  return standardisedSkew(moments, estimate.ratio) > SKEW_MAX;
}

function unskewed(sums: RatioSums, estimate: RatioEstimate, g: number, t: number): RatioInterval | null {
  if (sums.bottom >= BOTTOM_MIN && g <= G_MAX) {
    const ends = logDeltaInterval(estimate, t);
    return ends && { ...estimate, method: 'log_delta', low: ends[0], high: ends[1] };
  }
  const ends = fiellerInterval(sums, t);
  return ends && { ...estimate, method: 'fieller', low: ends[0], high: ends[1] };
}
