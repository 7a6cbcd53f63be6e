import type { Ctx } from '#server/platform/context.ts';
import { DAY_MS, HOUR_MS } from '#server/platform/pure/durations.ts';
import { type Dirty, readCells } from '#server/telemetry/query/read-cells.ts';
import type { ResolvedFilter } from '#server/telemetry/query/resolve-filter.ts';
import { type Cell, emptyCell } from '#server/telemetry/rollup/domain/cell.ts';
import { floorTo } from '#server/telemetry/rollup/domain/tiers.ts';
import { REFERENCE_MS } from './domain/drift-signal.ts';
import { DRIFT_SIGNALS } from './domain/signals.ts';
import { driftOfSketches, type SketchDrift } from './domain/sketch-drift.ts';
import { chooseWindow, sketchOfCells } from './domain/window-drift.ts';

/** One signal of the panel. */
export type SignalDrift = {
  title: string;
  /** What its values are measured in here. */
  unit: string;
  drift: SketchDrift;
  /** A point a day of the last seven, each against the days of the reference. */
  trend: { t: number; psi: number | null }[];
};

export type DriftPanel = {
  /** Both `[from, to)` in ms. */
  now: { from: number; to: number };
  reference: { from: number; to: number };
  /** In the order of `DRIFT_SIGNALS`. */
  signals: SignalDrift[];
};

const PARTS = [...new Set(DRIFT_SIGNALS.flatMap((signal) => signal.parts))];

/** Where the newest window ends: with the running minute, where the range goes on beyond it. All in ms. */
const endOf = (to: number, now: number): number => Math.min(to, floorTo(now, 60_000) + 60_000);

/** The earliest moment (ms) that the drift at `to` may be computed from, whole hours and days included. */
export const driftReachesTo = (to: number, now: number): number => endOf(to, now) - REFERENCE_MS - 3 * DAY_MS;

/**
 * Drift of every signal at `to`: the running hour and the one before it (6, 24 where those hold less than 300 values)
 * against the 28 days before them. Whole hours, because those are rolled up. Cost: some 28 day and 50 hour rows.
 */
export async function readDrift(
  ctx: Ctx,
  { filter, to, dirty }: { filter: ResolvedFilter; to: number; dirty: Dirty },
): Promise<DriftPanel> {
  const end = endOf(to, ctx.clock.now().getTime());
  const hour = floorTo(end - 1, HOUR_MS);
  const hours = await readHours(ctx, { asked: { filter, dirty }, hour, end });
  const { measured, hoursBack } = chooseWindow(hours);
  const now = { from: hour - hoursBack * HOUR_MS, to: end };
  const reference = { from: now.from - REFERENCE_MS, to: now.from };
  const days = await readDays(ctx, { filter, dirty }, reference);
  const signals = measured.map(({ signal, measure }): SignalDrift => {
    const before = sketchOfCells(measure, days.values());
    const trend = [...days]
      .sort(([a], [b]) => a - b)
      .slice(-7)
      .map(([t, cell]) => ({ t, psi: driftOfSketches(before, sketchOfCells(measure, [cell])).psi }));
    const drift = driftOfSketches(before, sketchOfCells(measure, hours.slice(0, hoursBack + 1)));
    return { title: signal.title, unit: measure.unit, drift, trend };
  });
  return { now, reference, signals };
}

type Asked = { filter: ResolvedFilter; dirty: Dirty };

/** The running hour, which began at `hour`, and the 24 before it, newest first. */
async function readHours(ctx: Ctx, { asked, hour, end }: { asked: Asked; hour: number; end: number }): Promise<Cell[]> {
  const { groups } = await readCells(ctx, {
    from: hour - DAY_MS,
    to: end,
    stepMs: HOUR_MS,
    ...asked,
    parts: PARTS,
  });
  const cells = groups[0]?.cells;
  return Array.from({ length: 25 }, (_, i) => cells?.get(hour - i * HOUR_MS) ?? emptyCell());
}

async function readDays(ctx: Ctx, asked: Asked, range: { from: number; to: number }): Promise<Map<number, Cell>> {
  const { groups } = await readCells(ctx, { ...range, stepMs: DAY_MS, ...asked, parts: PARTS });
  return groups[0]?.cells ?? new Map();
}
