import type { Interval } from './interval.ts';
import { quantile } from './quantile.ts';
import { type RatioUnit, ratioEstimate, ratioSums } from './ratio-of-sums.ts';
import { seededRandom } from './seeded-random.ts';

const RESAMPLES = 999;
/**
 * More units than this are first summed in so many groups, which are as independent and less skewed, so that the work
 * is bounded.
 */
const GROUPS_MAX = 512;
/**
 * With heavy tails the studentised bootstrap is one to two points too narrow at 100 units, so each tail probability is
 * reduced by a fifth.
 */
export const TAIL_SHARE = 0.8;

/**
 * Studentised bootstrap of the logarithm of Σ top ÷ Σ bottom, at `1 − alpha`: units are resampled 999 times, the
 * distance of each resample from the ratio is measured in its own standard errors, and the quantiles of these distances
 * replace the normal ones. The same units and seed give the same interval. `null` where there is no ratio or no spread,
 * or where too few resamples have one.
 *
 * Source: Efron & Tibshirani 1993, 12.5; chosen over percentile and BCa by simulation (docs/decisions/071).
 */
export function bootstrapRatioInterval(units: readonly RatioUnit[], seed: number, alpha = 0.05): Interval | null {
  const grouped = inGroups(units);
  const estimate = ratioEstimate(ratioSums(grouped));
  const n = grouped.length;
  if (estimate === null || !estimate.standardError || !(estimate.ratio > 0)) return null;
  const distances = studentised(grouped, estimate.ratio, seed);
  const tail = (alpha / 2) * TAIL_SHARE;
  const low = quantile(distances, tail);
  const high = quantile(distances, 1 - tail);
  if (low === null || high === null || distances.length < RESAMPLES / 2) return null;
  // Resampled spreads are too small by √((n−1)/n) and n is finite.
  const spread = (estimate.standardError / estimate.ratio) * (1 + 1.2 / n);
  return [estimate.ratio * Math.exp(-high * spread), estimate.ratio * Math.exp(-low * spread)];
}

function studentised(units: readonly RatioUnit[], ratio: number, seed: number): number[] {
  const random = seededRandom(seed);
  const n = units.length;
  const tops = Float64Array.from(units, ({ top }) => top);
  const bottoms = Float64Array.from(units, ({ bottom }) => bottom);
  const distances: number[] = [];
  for (let resample = 0; resample < RESAMPLES; resample++) {
    const sums = { n, top: 0, bottom: 0, topTop: 0, topBottom: 0, bottomBottom: 0 };
    for (let drawn = 0; drawn < n; drawn++) {
      const i = Math.floor(random() * n);
      const top = tops[i] ?? 0;
      const bottom = bottoms[i] ?? 0;
      sums.top += top;
      sums.bottom += bottom;
      sums.topTop += top * top;
      sums.topBottom += top * bottom;
      sums.bottomBottom += bottom * bottom;
    }
    const found = ratioEstimate(sums);
    if (!found?.standardError || !(found.ratio > 0)) continue;
    distances.push((Math.log(found.ratio / ratio) * found.ratio) / found.standardError);
  }
  return distances;
}

function inGroups(units: readonly RatioUnit[]): readonly RatioUnit[] {
  if (units.length <= GROUPS_MAX) return units;
  const groups = Array.from({ length: GROUPS_MAX }, () => ({ top: 0, bottom: 0 }));
  units.forEach(({ top, bottom }, i) => {
    const group = groups[i % GROUPS_MAX];
    if (!group) return;
    group.top += top;
    group.bottom += bottom;
  });
  return groups;
}
