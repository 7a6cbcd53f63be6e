import { encodeSketch, type Sketch } from './sketch.ts';

/**
 * A sketch while it is being added to. Single values are counted; stored sketches are only collected, and added up when
 * somebody asks: a chart of a month adds thousands, and an entry of a map for each of their bins cost more than all else.
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
 * Adds a stored sketch, which must not change afterwards. Throws RangeError for bytes that are no sketch, as
 * `decodeSketch` does.
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

/** The sketch of these counts. */
export function sketchOf(bins: BinCounts): Sketch {
  let low = scratch.length;
  let high = -1;
  const add = (at: number, count: number) => {
    scratch[at] = (scratch[at] ?? 0) + count;
    if (at < low) low = at;
    if (at > high) high = at;
  };
  for (const bytes of bins.stored ?? []) {
    for (let at = 1; at < bytes.length; at += PAIR_BYTES)
      add(bytes.readInt16BE(at) + OFFSET, bytes.readUInt32BE(at + 2));
  }
  if (bins.counts !== null) for (const [bin, count] of bins.counts) add(bin + OFFSET, count);
  const sketch: Sketch = { bins: [], counts: [] };
  for (let at = low; at <= high; at++) {
    const count = scratch[at] ?? 0;
    if (count === 0) continue;
    sketch.bins.push(at - OFFSET);
    sketch.counts.push(count);
    scratch[at] = 0;
  }
  return sketch;
}

/** How many values were added. */
export function countInBins(bins: BinCounts): number {
  return sketchOf(bins).counts.reduce((sum, count) => sum + count, 0);
}

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

/** Up to this many, sorting by hand beats everything. */
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
