import { type Sketch, sketchBinOf } from '#server/telemetry/rollup/domain/sketch.ts';

// Sketches in their plain form, one call per step: the product's bulk computation (bin-counts.ts) is compared with
// them.
const VERSION = 1;
const PAIR_BYTES = 6;

/** An empty sketch. */
export function emptySketch(): Sketch {
  return { bins: [], counts: [] };
}

/** Adds a value, `times` times, to the sketch itself. */
export function addToSketch(sketch: Sketch, value: number, times = 1): void {
  if (!Number.isInteger(times) || times < 0)
    throw new RangeError(`A value is added a whole number of times: ${times}.`);
  const bin = sketchBinOf(value);
  if (times === 0) return;
  const at = placeOf(sketch.bins, bin);
  if (sketch.bins[at] === bin) {
    sketch.counts[at] = (sketch.counts[at] ?? 0) + times;
  } else {
    sketch.bins.splice(at, 0, bin);
    sketch.counts.splice(at, 0, times);
  }
}

/** A new sketch of all values of the given ones, whose order makes no difference. */
export function mergeSketches(sketches: Iterable<Sketch>): Sketch {
  let merged = emptySketch();
  for (const sketch of sketches) merged = mergeTwo(merged, sketch);
  return merged;
}

/** The sketch that the bytes encode. Throws RangeError for bytes that no version of `encodeSketch` wrote. */
export function decodeSketch(bytes: Uint8Array): Sketch {
  if (bytes[0] !== VERSION || (bytes.length - 1) % PAIR_BYTES !== 0) {
    throw new RangeError(`These ${bytes.length} bytes are no sketch of version ${VERSION}.`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const bins: number[] = [];
  const counts: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (let at = 1; at < bytes.length; at += PAIR_BYTES) {
    const bin = view.getInt16(at);
    const count = view.getUint32(at + 2);
    if (bin < last || count === 0) throw new RangeError('The bins of a sketch ascend, and none is empty.');
    if (bin === last) {
      counts[counts.length - 1] = (counts.at(-1) ?? 0) + count;
    } else {
      bins.push(bin);
      counts.push(count);
      last = bin;
    }
  }
  return { bins, counts };
}

function placeOf(bins: readonly number[], bin: number): number {
  let low = 0;
  let high = bins.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((bins[middle] ?? bin) < bin) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** One walk over both, since both ascend. */
function mergeTwo(a: Sketch, b: Sketch): Sketch {
  const bins: number[] = [];
  const counts: number[] = [];
  let i = 0;
  let j = 0;
  while (i < a.bins.length || j < b.bins.length) {
    const left = a.bins[i] ?? Number.POSITIVE_INFINITY;
    const right = b.bins[j] ?? Number.POSITIVE_INFINITY;
    const bin = Math.min(left, right);
    let count = 0;
    if (left === bin) count += a.counts[i++] ?? 0;
    if (right === bin) count += b.counts[j++] ?? 0;
    bins.push(bin);
    counts.push(count);
  }
  return { bins, counts };
}
