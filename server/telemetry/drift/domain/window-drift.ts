import { sumCells } from '#server/telemetry/query/domain/totals.ts';
import { countInBins, sketchOf } from '#server/telemetry/rollup/domain/bin-counts.ts';
import type { Cell } from '#server/telemetry/rollup/domain/cell.ts';
import type { Sketch } from '#server/telemetry/rollup/domain/sketch.ts';
import { type DriftMeasure, type DriftSignal, measureOf } from './drift-signal.ts';
import { DRIFT_SIGNALS } from './signals.ts';
import { driftOfSketches, type SketchDrift } from './sketch-drift.ts';

export type Measured = { signal: DriftSignal; measure: DriftMeasure };

/** The current window widens to so many hours before the running one, until it holds enough values for a verdict. */
const NOW_HOURS = [1, 6, 24] as const;
const NOW_NEEDED = 300;

/** The signals with the measure that these hours hold most values of, and how many hours before the running one are needed. */
export function chooseWindow(hours: readonly Cell[]): { measured: Measured[]; hoursBack: number } {
  const all = sumCells(hours);
  const measured = DRIFT_SIGNALS.map((signal) => ({ signal, measure: measureOf(signal, all) }));
  // A signal that this project never sends must not widen the window of the others.
  const sent = measured.filter(({ measure }) => countInBins(measure.binsOf(all)) > 0);
  const isEnough = (back: number): boolean => {
    const cell = sumCells(hours.slice(0, back + 1));
    return sent.length > 0 && sent.every(({ measure }) => countInBins(measure.binsOf(cell)) >= NOW_NEEDED);
  };
  return { measured, hoursBack: NOW_HOURS.find(isEnough) ?? 24 };
}

/** The values of a measure in all of these cells. */
export const sketchOfCells = ({ binsOf }: DriftMeasure, cells: Iterable<Cell>): Sketch =>
  sketchOf(binsOf(sumCells(cells)));

export type WindowDrift = { title: string; unit: string; drift: SketchDrift; windowMin: number };

/**
 * Every signal in the newest hours against the days of a reference. `hours`: the running one first, then the 24 before it.
 */
export function driftOfWindow(hours: readonly Cell[], days: readonly Cell[]): WindowDrift[] {
  const { measured, hoursBack } = chooseWindow(hours);
  return measured.map(({ signal, measure }) => ({
    ...{ title: signal.title, unit: measure.unit, windowMin: (hoursBack + 1) * 60 },
    drift: driftOfSketches(sketchOfCells(measure, days), sketchOfCells(measure, hours.slice(0, hoursBack + 1))),
  }));
}
