/**
 * A mergeable sketch of positive values: counts in logarithmic bins, so that any quantile is known within 1 % however
 * many sketches were added together. Bin `b` holds `(γ^(b−1), γ^b]`, values up to 1 have bins of 0 and below.
 *
 * SQL computes the same bin (mind the casts: `ln(1.0202)` alone is numeric) and the same bytes:
 *   bin    `case when x <= 0 then -32768 else ceil(ln(x::float8) / ln(1.0202::float8)) end::int2`
 *   bytes  `'\x01'::bytea || string_agg(int2send(bin) || int4send(n), ''::bytea order by bin)`
 *
 * Bytes: version 1, then per bin a big-endian int16 bin and uint32 count, bins ascending. A count beyond 32 bits is
 * written as several pairs of the same bin, which reading adds up again.
 *
 * Source: Masson, Rim & Lee 2019 (DDSketch), without its collapsing: an int16 bin covers e^−655 … e^655.
 */
export interface Sketch {
  /** Ascending, without repeats. */
  bins: number[];
  /** Of the bin at the same index, each > 0. */
  counts: number[];
}

/** Ratio of neighbouring bin limits: (γ−1)/(γ+1) is the relative error of a value read back, 0.99990 %. */
export const SKETCH_GAMMA = 1.0202;

/** Where values that are not above 0 are counted: they have no logarithm. */
export const SKETCH_ZERO_BIN = -32_768;

const VERSION = 1;
const PAIR_BYTES = 6;
const PAIR_COUNT_MAX = 0xffff_ffff;
const LN_GAMMA = Math.log(SKETCH_GAMMA);

/** The bin of a finite value. Throws RangeError for NaN and infinities, which are rejected where events come in. */
export function sketchBinOf(value: number): number {
  if (!Number.isFinite(value)) throw new RangeError(`A sketch holds finite values only, not ${value}.`);
  if (value <= 0) return SKETCH_ZERO_BIN;
  // `+ 0` turns the −0 that ceil gives for values just below 1 into 0.
  return Math.max(-32_767, Math.min(32_767, Math.ceil(Math.log(value) / LN_GAMMA))) + 0;
}

/** How many values the sketch holds. */
export function countOf(sketch: Sketch): number {
  return sketch.counts.reduce((sum, count) => sum + count, 0);
}

/**
 * The value of rank ⌈q·n⌉, as `percentile_disc` takes it, within 1 %; 0 for values that are not above 0; `null` when
 * the sketch is empty. `q` in 0..1, the result in the unit of what was added.
 */
export function quantileOfSketch(sketch: Sketch, q: number): number | null {
  const rank = rankOf(q, countOf(sketch));
  let below = 0;
  for (const [i, bin] of sketch.bins.entries()) {
    below += sketch.counts[i] ?? 0;
    if (below >= rank) return valueOfBin(bin);
  }
  return null;
}

/** The rank, from 1, of the quantile `q` of `n` values. */
export const rankOf = (q: number, n: number): number => Math.max(1, Math.ceil(q * n));

/** The bytes of a sketch: see the top of this file. Equal sketches have equal bytes. */
export function encodeSketch(sketch: Sketch): Uint8Array {
  const pairs = sketch.counts.reduce((sum, count) => sum + Math.ceil(count / PAIR_COUNT_MAX), 0);
  const bytes = new Uint8Array(1 + pairs * PAIR_BYTES);
  const view = new DataView(bytes.buffer);
  bytes[0] = VERSION;
  let at = 1;
  for (const [i, bin] of sketch.bins.entries()) {
    for (let left = sketch.counts[i] ?? 0; left > 0; left -= PAIR_COUNT_MAX) {
      view.setInt16(at, bin);
      view.setUint32(at + 2, Math.min(left, PAIR_COUNT_MAX));
      at += PAIR_BYTES;
    }
  }
  return bytes;
}

/** Middle of a bin by relative error: at most 1 % from every value in it. */
export function valueOfBin(bin: number): number {
  return bin === SKETCH_ZERO_BIN ? 0 : (2 * SKETCH_GAMMA ** bin) / (SKETCH_GAMMA + 1);
}
