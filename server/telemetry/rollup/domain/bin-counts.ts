import { encodeSketch, rankOf, type Sketch, valueOfBin } from './sketch.ts';

/**
 * A sketch while it is being added to. Single values are counted; stored sketches are only collected, and added up when
 * they are read: a chart of a month adds thousands, and a map entry for each bin dominated its cost.
 */
export type BinCounts = { counts: Map<number, number> | null; stored: Buffer[] | null };

/** No bins yet. */
export const emptyBins = (): BinCounts => ({ counts: null, stored: null });
/** Whether nothing was ever counted in them. */
export const isEmptyBins = ({ counts, stored }: BinCounts): boolean => counts === null && stored === null;

/** Counts `count` more in a bin, in place. */
export function addBin(bins: BinCounts, bin: number, count: number): void {
  bins.counts ??= new Map();
  bins.counts.set(bin, (bins.counts.get(bin) ?? 0) + count);
}

const VERSION = 1;
const PAIR_BYTES = 6;
const COUNT_MAX = 0xffff_ffff;

/**
 * Adds a stored sketch, which must not change afterwards. Throws RangeError for bytes that are no sketch.
 */
export function addSketchBytes(bins: BinCounts, bytes: Buffer | null): void {
  if (bytes === null) return;
  if (bytes[0] !== VERSION || (bytes.length - 1) % PAIR_BYTES !== 0) {
    throw new RangeError(`These ${bytes.length} bytes are no sketch of version ${VERSION}.`);
  }
  if (bins.stored === null) bins.stored = [bytes];
  else bins.stored.push(bytes);
}

/** Adds `other` to `bins`. */
export function addBins(bins: BinCounts, other: BinCounts): void {
  if (other.stored !== null) for (const bytes of other.stored) addSketchBytes(bins, bytes);
  if (other.counts !== null) for (const [bin, count] of other.counts) addBin(bins, bin, count);
}

const OFFSET = 32_768;
/** Every bin that an int16 can name; all zero between two calls. */
const scratch = new Float64Array(2 * OFFSET);

/** Puts all counts into `scratch`; the reader sets them back to zero. `n` = values counted. */
function gather({ counts, stored }: BinCounts): { low: number; high: number; n: number } {
  let low = scratch.length;
  let high = -1;
  let n = 0;
  // By hand, and without a look at the limits in between: a month of a chart has half a million pairs.
  for (const bytes of stored ?? []) {
    const last = bytes.length - PAIR_BYTES;
    for (let at = 1; at <= last; at += PAIR_BYTES) {
      const place = placeAt(bytes, at);
      const count = word(bytes, at + 2) * 0x1_0000 + word(bytes, at + 4);
      scratch[place] = (scratch[place] ?? 0) + count;
      n += count;
    }
    if (last < 1) continue;
    low = Math.min(low, placeAt(bytes, 1)); // bins ascend
    high = Math.max(high, placeAt(bytes, last));
  }
  for (const [bin, count] of counts ?? []) {
    const place = bin + OFFSET;
    scratch[place] = (scratch[place] ?? 0) + count;
    n += count;
    low = Math.min(low, place);
    high = Math.max(high, place);
  }
  return { low, high, n };
}

/** The sketch of these counts. */
export function sketchOf(bins: BinCounts): Sketch {
  const { low, high } = gather(bins);
  const sketch: Sketch = { bins: [], counts: [] };
  for (let place = low; place <= high; place++) {
    const count = scratch[place] ?? 0;
    if (count === 0) continue;
    sketch.bins.push(place - OFFSET);
    sketch.counts.push(count);
    scratch[place] = 0;
  }
  return sketch;
}

/**
 * How many values there are, and the value of rank ⌈q·n⌉ for each `q`, ascending: equal to `quantileOfSketch` of their
 * sketch, without building one for each of the hundreds of points of a chart.
 */
export function quantilesOfBins(bins: BinCounts, qs: readonly number[]): { n: number; values: (number | null)[] } {
  const { low, high, n } = gather(bins);
  const values: (number | null)[] = [];
  let below = 0;
  for (let place = low; place <= high; place++) {
    below += scratch[place] ?? 0;
    scratch[place] = 0;
    for (let q = qs[values.length]; q !== undefined && below >= rankOf(q, n); q = qs[values.length]) {
      values.push(valueOfBin(place - OFFSET));
    }
  }
  return { n, values: n === 0 ? qs.map(() => null) : values };
}

/** Two bytes, the high one first. */
const word = (bytes: Buffer, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);

/** Where the bin at `at` stands in `scratch`. */
const placeAt = (bytes: Buffer, at: number): number => ((word(bytes, at) << 16) >> 16) + OFFSET;

/** How many values were added. */
export const countInBins = (bins: BinCounts): number => quantilesOfBins(bins, []).n;

/**
 * The stored form, the same bytes as `encodeSketch`; null for nothing. Most minutes hold one or two values a series, and
 * most hours of a series one such minute: this is where a worker spends its time, so the first go straight from the
 * counts to the bytes, and the second are what was stored.
 */
export function encodeBins({ counts, stored }: BinCounts): Buffer | null {
  if (counts === null && stored?.length === 1) return stored[0] ?? null;
  if (counts === null || stored !== null || counts.size > FEW) return encodeMany({ counts, stored });
  const bytes = Buffer.allocUnsafe(1 + counts.size * PAIR_BYTES);
  bytes[0] = VERSION;
  let at = 1;
  for (const bin of counts.size === 1 ? counts.keys() : sortFew([...counts.keys()])) {
    const count = counts.get(bin) ?? 0;
    if (count > COUNT_MAX) return encodeMany({ counts, stored });
    bytes.writeInt16BE(bin, at);
    bytes.writeUInt32BE(count, at + 2);
    at += PAIR_BYTES;
  }
  return bytes;
}

/** Up to this many, insertion sort is the fastest. */
const FEW = 24;

function encodeMany(bins: BinCounts): Buffer | null {
  return isEmptyBins(bins) ? null : Buffer.from(encodeSketch(sketchOf(bins)));
}

/** Insertion sort, in place. */
function sortFew(bins: number[]): number[] {
  for (let i = 1; i < bins.length; i++) {
    const bin = bins[i] ?? 0;
    let at = i;
    for (; at > 0 && (bins[at - 1] ?? 0) > bin; at--) bins[at] = bins[at - 1] ?? 0;
    bins[at] = bin;
  }
  return bins;
}
