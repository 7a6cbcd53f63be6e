import { DAY_MS } from '#server/platform/pure/durations.ts';
import type { Part } from '#server/telemetry/query/domain/metric.ts';
import { type BinCounts, countInBins } from '#server/telemetry/rollup/domain/bin-counts.ts';
import type { Cell } from '#server/telemetry/rollup/domain/cell.ts';

/** One way to measure a signal: a sketch of a rollup cell, and the unit of its values as the page shows it. */
export type DriftMeasure = { readonly unit: string; readonly binsOf: (cell: Cell) => BinCounts };

/** A property of incoming requests, not of a release, whose distribution is compared with that of the weeks before. */
export type DriftSignal = {
  /** As the page names it, in the singular: `${title} has drifted.` */
  readonly title: string;
  /** The sketches of a cell that its measures read. */
  readonly parts: readonly Part[];
  /** The preferred one first; a later one where it holds more values. */
  readonly measures: readonly [DriftMeasure, ...DriftMeasure[]];
};

/** The measure that holds most values of this cell; of equals the first. */
export const measureOf = ({ measures }: DriftSignal, cell: Cell): DriftMeasure =>
  measures.reduce((best, each) => (countInBins(each.binsOf(cell)) > countInBins(best.binsOf(cell)) ? each : best));

/** Length, in ms, of the reference window that ends where the examined window begins. */
export const REFERENCE_MS = 28 * DAY_MS;
