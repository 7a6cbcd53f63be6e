import type { Ctx } from '#server/platform/context.ts';
import { sumCells } from '#server/telemetry/query/domain/totals.ts';
import { type Dirty, readCells } from '#server/telemetry/query/read-cells.ts';
import type { ResolvedFilter } from '#server/telemetry/query/resolve-filter.ts';
import { countInBins, sketchOf } from '#server/telemetry/rollup/domain/bin-counts.ts';
import { type Cell, emptyCell } from '#server/telemetry/rollup/domain/cell.ts';
import type { Sketch } from '#server/telemetry/rollup/domain/sketch.ts';
import { floorTo } from '#server/telemetry/rollup/domain/tiers.ts';
import { driftOfSketches, type SketchDrift } from './domain/sketch-drift.ts';

/** Prompt length is drawn in characters; in tokens where clients do not say characters. */
export type LengthSignal = 'input_chars' | 'tokens_in';
export type DriftPanel = {
  signal: LengthSignal;
  /** Both `[from, to)` in ms. */
  now: { from: number; to: number };
  reference: { from: number; to: number };
  drift: SketchDrift;
  /** A point a day of the last seven, each against the days of the reference. */
  trend: { t: number; psi: number | null }[];
};

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const REFERENCE_MS = 28 * DAY_MS;
/** The current window widens until it holds enough to say something. */
const NOW_HOURS = [1, 6, 24] as const;
const NOW_NEEDED = 300;

/** Where the newest window ends: with the running minute, where the range goes on beyond it. All in ms. */
const endOf = (to: number, now: number): number => Math.min(to, floorTo(now, 60_000) + 60_000);

/** The earliest moment (ms) that the drift at `to` may be computed from, whole hours and days included. */
export const driftReachesTo = (to: number, now: number): number => endOf(to, now) - REFERENCE_MS - 3 * DAY_MS;

/**
 * Drift of prompt length at `to`: the running hour and the one before it (6, 24 where those hold less than 300 prompts)
 * against the 28 days before them. Whole hours, because those are rolled up. Cost: some 28 day and 50 hour rows.
 */
export async function readDrift(ctx: Ctx, filter: ResolvedFilter, to: number, dirty: Dirty): Promise<DriftPanel> {
  const end = endOf(to, ctx.clock.now().getTime());
  const hour = floorTo(end - 1, HOUR_MS);
  const hours = await readHours(ctx, { filter, dirty }, hour, end);
  const signal = signalOf(hours);
  const hoursBack = NOW_HOURS.find((back) => held(hours.slice(0, back + 1), signal) >= NOW_NEEDED) ?? 24;
  const now = { from: hour - hoursBack * HOUR_MS, to: end };
  const reference = { from: now.from - REFERENCE_MS, to: now.from };
  const days = await readDays(ctx, { filter, dirty }, reference);
  const referenceSketch = sketchOfCells(days.values(), signal);
  const drift = driftOfSketches(referenceSketch, sketchOfCells(hours.slice(0, hoursBack + 1), signal));
  const trend = [...days]
    .sort(([a], [b]) => a - b)
    .slice(-7)
    .map(([t, cell]) => ({ t, psi: driftOfSketches(referenceSketch, sketchOfCells([cell], signal)).psi }));
  return { signal, now, reference, drift, trend };
}

type Asked = { filter: ResolvedFilter; dirty: Dirty };

/** The running hour, which began at `hour`, and the 24 before it, newest first. */
async function readHours(ctx: Ctx, asked: Asked, hour: number, end: number): Promise<Cell[]> {
  const { groups } = await readCells(ctx, {
    from: hour - DAY_MS,
    to: end,
    stepMs: HOUR_MS,
    ...asked,
    parts: ['input'],
  });
  const cells = groups[0]?.cells;
  return Array.from({ length: 25 }, (_, i) => cells?.get(hour - i * HOUR_MS) ?? emptyCell());
}

async function readDays(ctx: Ctx, asked: Asked, range: { from: number; to: number }): Promise<Map<number, Cell>> {
  const { groups } = await readCells(ctx, { ...range, stepMs: DAY_MS, ...asked, parts: ['input'] });
  return groups[0]?.cells ?? new Map();
}

function signalOf(cells: readonly Cell[]): LengthSignal {
  const all = sumCells(cells);
  return countInBins(all.inputTokens) > countInBins(all.inputChars) ? 'tokens_in' : 'input_chars';
}

const countsOf = (cell: Cell, signal: LengthSignal) => (signal === 'input_chars' ? cell.inputChars : cell.inputTokens);
const held = (cells: readonly Cell[], signal: LengthSignal): number => countInBins(countsOf(sumCells(cells), signal));
const sketchOfCells = (cells: Iterable<Cell>, signal: LengthSignal): Sketch =>
  sketchOf(countsOf(sumCells(cells), signal));
