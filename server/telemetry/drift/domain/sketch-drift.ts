import { type BinGroup, mergeThinBins } from '#server/stats/merge-bins.ts';
import { psiCriticalValue, psiOfCounts } from '#server/stats/psi.ts';
import { countOf, SKETCH_GAMMA, SKETCH_ZERO_BIN, type Sketch } from '#server/telemetry/rollup/domain/sketch.ts';

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

/** Counts of both windows in one bin `[from, to)`, in the unit of the signal; `to` is `null` at the open end. */
export interface DriftBin {
  readonly from: number;
  readonly to: number | null;
  readonly reference: number;
  readonly now: number;
}

/** How far a signal has moved, with all that is needed to draw it and to compute it again. */
export interface SketchDrift {
  readonly verdict: 'no_drift' | 'warn' | 'drift' | 'too_little_data' | 'baseline_missing';
  /** A reference without spread has no shape to compare: there the share of values that differ decides. */
  readonly rule: 'psi' | 'constant_reference';
  /** `null` unless there is enough data. */
  readonly psi: number | null;
  /** What the index stays under 999 times of 1,000 when nothing has changed; `null` as above. */
  readonly critical: number | null;
  readonly nReference: number;
  readonly nNow: number;
  /** How many values each window must hold for a verdict. */
  readonly needed: { readonly reference: number; readonly now: number };
  /** The merged bins that the index was computed from; empty unless there is enough data. */
  readonly bins: readonly DriftBin[];
  /** Both windows in the finer bins, from the first that holds anything to the last: for the picture. */
  readonly histogram: readonly DriftBin[];
}

const NEEDED = { reference: 1000, now: 300 } as const;
const WARN_PSI = 0.1;
const DRIFT_PSI = 0.25;
const GROUP_SHARE_MIN = 0.05;
const GROUPS_MAX = 10;
const CONSTANT_DIFFERING_SHARE = 0.01;

/**
 * Compares the values of a window with those of its reference (both as sketches) by the population stability
 * index over log₂ bins, merged so that each holds at least 5 % of the reference, at most ten. `warn` from 0.10, `drift`
 * from 0.25, and only above the χ² critical value of these sample sizes, without which small windows would report false drift.
 * Below 1,000 reference and 300 current values the verdict is `too_little_data`. A caller that alerts requires two
 * windows in a row itself.
 */
export function driftOfSketches(reference: Sketch | null, now: Sketch): SketchDrift {
  const nReference = reference === null ? 0 : countOf(reference);
  const nNow = countOf(now);
  const referenceCounts = foldToLog2Bins(reference ?? { bins: [], counts: [] });
  const nowCounts = foldToLog2Bins(now);
  const rule = reference?.bins.length === 1 ? 'constant_reference' : 'psi';
  const seen = { rule, nReference, nNow, needed: NEEDED, histogram: trimmed(referenceCounts, nowCounts) } as const;
  const unsaid = { ...seen, psi: null, critical: null, bins: [] } as const;

  if (reference === null || nReference === 0) return { ...unsaid, verdict: 'baseline_missing' };
  if (nReference < NEEDED.reference || nNow < NEEDED.now) return { ...unsaid, verdict: 'too_little_data' };

  const bins = groupsOf(referenceCounts).map((groups) => binOf(groups, referenceCounts, nowCounts));
  const psi = psiOfCounts(
    bins.map((bin) => bin.reference),
    bins.map((bin) => bin.now),
  );
  const critical = psiCriticalValue(bins.length, nReference, nNow);
  const verdict = rule === 'psi' ? byDistance(psi, critical) : byDifferingShare(reference, now, nNow);
  return { ...seen, verdict, psi, critical, bins };
}

function byDistance(psi: number, critical: number): 'no_drift' | 'warn' | 'drift' {
  if (psi <= critical || psi < WARN_PSI) return 'no_drift';
  return psi < DRIFT_PSI ? 'warn' : 'drift';
}

function byDifferingShare(reference: Sketch, now: Sketch, nNow: number): 'no_drift' | 'drift' {
  const same = now.counts[now.bins.indexOf(reference.bins[0] ?? Number.NaN)] ?? 0;
  return (nNow - same) / nNow >= CONSTANT_DIFFERING_SHARE ? 'drift' : 'no_drift';
}

/** At least two groups: where one bin holds nearly everything, it is compared with all that lies above or below it. */
function groupsOf(reference: readonly number[]): BinGroup[] {
  const groups = mergeThinBins(reference, GROUP_SHARE_MIN, GROUPS_MAX);
  if (groups.length > 1) return groups;
  const fullest = reference.indexOf(Math.max(...reference));
  const split = [
    { from: 0, to: fullest },
    { from: fullest, to: fullest + 1 },
    { from: fullest + 1, to: reference.length },
  ];
  return split.filter(({ from, to }) => from < to);
}

function binOf({ from, to }: BinGroup, reference: readonly number[], now: readonly number[]): DriftBin {
  const sum = (counts: readonly number[]) => counts.slice(from, to).reduce((total, count) => total + count, 0);
  return {
    from: LOG2_BINS[from]?.from ?? 0,
    to: LOG2_BINS[to - 1]?.to ?? null,
    reference: sum(reference),
    now: sum(now),
  };
}

function trimmed(reference: readonly number[], now: readonly number[]): DriftBin[] {
  const held = (_: unknown, bin: number) => (reference[bin] ?? 0) + (now[bin] ?? 0) > 0;
  const first = LOG2_BINS.findIndex(held);
  const last = LOG2_BINS.findLastIndex(held);
  if (first < 0) return [];
  return LOG2_BINS.slice(first, last + 1).map((_, i) => binOf({ from: first + i, to: first + i + 1 }, reference, now));
}
