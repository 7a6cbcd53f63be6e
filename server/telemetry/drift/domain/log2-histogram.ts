import { SKETCH_GAMMA, SKETCH_ZERO_BIN, type Sketch } from '#server/telemetry/rollup/domain/sketch.ts';

/** Limits of the histogram: `[0,1) [1,2) [2,4) … [2^19,2^20) [2^20,∞)`; `to` is `null` at the open end. */
export const LOG2_BINS: readonly { readonly from: number; readonly to: number | null }[] = [
  { from: 0, to: 1 },
  ...Array.from({ length: 20 }, (_, power) => ({ from: 2 ** power, to: 2 ** (power + 1) })),
  { from: 2 ** 20, to: null },
];

const LOG2_GAMMA = Math.log2(SKETCH_GAMMA);

/**
 * Counts of a sketch in the bins of `LOG2_BINS`. A sketch bin goes where its upper limit lies, so that a power of two,
 * where real lengths pile up, is counted in the bin that it opens; of other values only those less than 2 % below a
 * power of two may be counted one bin up, on both sides of a comparison alike.
 */
export function foldToLog2Bins(sketch: Sketch): number[] {
  const folded = new Array<number>(LOG2_BINS.length).fill(0);
  for (const [i, bin] of sketch.bins.entries()) {
    const power = bin === SKETCH_ZERO_BIN ? -1 : Math.floor(bin * LOG2_GAMMA);
    const into = Math.max(0, Math.min(LOG2_BINS.length - 1, power + 1));
    folded[into] = (folded[into] ?? 0) + (sketch.counts[i] ?? 0);
  }
  return folded;
}
