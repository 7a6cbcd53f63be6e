import { normalQuantile } from './normal.ts';
import { bootstrapRatioInterval, TAIL_SHARE } from './ratio-bootstrap.ts';
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
  skewedQuantile,
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
/**
 * Of more units than these, or where they are not known one by one, a correction by their skewness takes the place of the
 * bootstrap: it needs sums alone, and holds as well from 100 units on (docs/decisions/080).
 */
export const DRAWN_MAX = 512;
const G_MAX = 0.1;
/** |skewness| / √n up to which a normal interval of the ratio is within half a point of its level (decision 071). */
const SKEW_MAX = 0.05;

/**
 * Σ top ÷ Σ bottom of independent units with its interval at `1 − alpha`, the method chosen by what the units allow:
 * log-delta for many units of little skew, Fieller where only the bottom is weak (g from 0.1 to 1) and the tops are not
 * skewed or the units are fewer than 20, else a studentised bootstrap of up to 512 units and Fieller corrected for
 * skewness beyond, and only a lower end where the bottom is not distinguishable from 0.
 * `null` where nothing came out.
 */
export const ratioInterval = (units: readonly RatioUnit[], seed: number, alpha = 0.05): RatioInterval | null =>
  momentsInterval(ratioMoments(units), units, seed, alpha);

/**
 * The same of sums that a database added up. `units`: the units themselves where {@link needsUnits}; read by the bootstrap
 * alone. Where some are missing the correction for skewness takes its place.
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
  const skew = standardisedSkew(moments, estimate.ratio);
  if (Math.abs(skew) <= SKEW_MAX) {
    const byFormula = unskewed(moments, estimate, g, t);
    if (byFormula !== null) return byFormula;
  }
  const areKnown = units.length === moments.n && moments.n <= DRAWN_MAX;
  if (moments.n >= DRAWN_MIN && !areKnown) return corrected(moments, estimate, skew, alpha);
  const drawn = moments.n < DRAWN_MIN ? null : bootstrapRatioInterval(units, seed, alpha);
  if (drawn !== null) return { ...estimate, method: 'studentised_bootstrap', low: drawn[0], high: drawn[1] };
  const ends = fiellerInterval(moments, t);
  return { ...estimate, method: ends ? 'fieller' : 'none', low: ends?.[0] ?? null, high: ends?.[1] ?? null };
}

/** Whether {@link momentsInterval} draws from the units: all else follows from the sums. */
export function needsUnits(moments: RatioMoments, alpha = 0.05): boolean {
  const estimate = ratioEstimate(moments);
  const g = fiellerG(moments, normalQuantile(1 - alpha / 2));
  if (estimate === null || g === null || g >= 1 || moments.n < DRAWN_MIN || moments.n > DRAWN_MAX) return false;
  return Math.abs(standardisedSkew(moments, estimate.ratio)) > SKEW_MAX;
}

/** Fieller's ends, each at the distance that skewed units have there instead of the normal one. */
function corrected(sums: RatioSums, estimate: RatioEstimate, skew: number, alpha: number): RatioInterval {
  const z = normalQuantile(1 - (alpha / 2) * TAIL_SHARE);
  const low = fiellerInterval(sums, Math.abs(skewedQuantile(z, skew)));
  const high = fiellerInterval(sums, Math.abs(skewedQuantile(-z, skew)));
  if (low === null) return { ...estimate, method: 'none', low: null, high: null };
  return {
    ...estimate,
    method: high?.[1] == null ? 'at_least' : 'skew_corrected',
    low: low[0],
    high: high?.[1] ?? null,
  };
}

function unskewed(sums: RatioSums, estimate: RatioEstimate, g: number, t: number): RatioInterval | null {
  if (sums.bottom >= BOTTOM_MIN && g <= G_MAX) {
    const ends = logDeltaInterval(estimate, t);
    return ends && { ...estimate, method: 'log_delta', low: ends[0], high: ends[1] };
  }
  const ends = fiellerInterval(sums, t);
  return ends && { ...estimate, method: 'fieller', low: ends[0], high: ends[1] };
}
