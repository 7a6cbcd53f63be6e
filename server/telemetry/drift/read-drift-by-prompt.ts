import type { Ctx } from '#server/platform/context.ts';
import { DAY_MS, HOUR_MS } from '#server/platform/pure/durations.ts';
import { columnsOf } from '#server/telemetry/query/domain/grouping.ts';
import { type Group, nameGroups } from '#server/telemetry/query/name-groups.ts';
import { readCells } from '#server/telemetry/query/read-cells.ts';
import { resolveFilter } from '#server/telemetry/query/resolve-filter.ts';
import { type Cell, emptyCell } from '#server/telemetry/rollup/domain/cell.ts';
import { floorTo } from '#server/telemetry/rollup/domain/tiers.ts';
import { REFERENCE_MS } from './domain/drift-signal.ts';
import { DRIFT_SIGNALS } from './domain/signals.ts';
import { driftOfWindow, type WindowDrift } from './domain/window-drift.ts';

export type PromptDrift = { prompt: string | null; environment: string | null; signals: WindowDrift[] };

const BY = ['prompt', 'environment'] as const;
const PARTS = [...new Set(DRIFT_SIGNALS.flatMap((signal) => signal.parts))];

/** Hours that may be in the window are not in its reference: the running one and the 24 before it. */
const NOW_MS = 25 * HOUR_MS;

/**
 * The reference of a window whose newest hour began at `hour`: whole UTC days, at most 28, that ended before the window may
 * begin. `since`: only days that began after it.
 */
export function referenceOf(hour: number, since: number | null): { from: number; to: number } {
  const to = floorTo(hour - NOW_MS + HOUR_MS, DAY_MS);
  const from = to - REFERENCE_MS;
  return { from: since === null ? from : Math.max(from, floorTo(since, DAY_MS) + DAY_MS), to };
}

/**
 * Drift of every prompt in every environment at `end` (ms), against the days since its version serves: a release that
 * changes requests is no drift. `since` tells when that was, null where it is older. Cost: for each prompt and environment
 * up to 28 rows of days and 25 of hours, with their sketches of input.
 */
export async function readDriftByPrompt(
  ctx: Ctx,
  { end, since }: { end: number; since: (prompt: string, environment: string) => number | null },
): Promise<PromptDrift[]> {
  const filter = await resolveFilter(ctx, {});
  const read = async (range: { from: number; to: number }, stepMs: number) => {
    const { groups } = await readCells(ctx, { ...range, stepMs, filter, groupBy: columnsOf(BY), parts: PARTS });
    return nameGroups(ctx, BY, groups);
  };
  const hour = floorTo(end - 1, HOUR_MS);
  const hours = await read({ from: hour - DAY_MS, to: end }, HOUR_MS);
  const days = new Map((await read(referenceOf(hour, null), DAY_MS)).map((one) => [keyOf(one.group), one.cells]));
  return hours.map(({ group, cells }) => {
    const { prompt, environment } = group as Record<(typeof BY)[number], string | null>;
    const { from } = referenceOf(hour, prompt && environment ? since(prompt, environment) : null);
    const before = [...(days.get(keyOf(group)) ?? new Map<number, Cell>())].flatMap(([t, cell]) =>
      t >= from ? [cell] : [],
    );
    const newest = Array.from({ length: 25 }, (_, i) => cells.get(hour - i * HOUR_MS) ?? emptyCell());
    return { prompt, environment, signals: driftOfWindow(newest, before) };
  });
}

const keyOf = (group: Group): string => JSON.stringify([group.prompt, group.environment]);
