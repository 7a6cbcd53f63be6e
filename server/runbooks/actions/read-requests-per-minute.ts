import type { Ctx } from '#server/platform/context.ts';
import { Fault } from '#server/platform/faults.ts';
import { HOUR_MS, MINUTE_MS } from '#server/platform/pure/durations.ts';
import { sumCells } from '#server/telemetry/query/domain/totals.ts';
import { readCells } from '#server/telemetry/query/read-cells.ts';
import { type Filter, resolveFilter } from '#server/telemetry/query/resolve-filter.ts';

/**
 * Requests a minute over the last whole hour, of what passes the filter. One read of 60 minutes of rollups; of a key or tag
 * from the events themselves, and null where they are too many to read.
 */
export async function readRequestsPerMinute(ctx: Ctx, filter: Filter): Promise<number | null> {
  const to = Math.floor(ctx.clock.now().getTime() / MINUTE_MS) * MINUTE_MS;
  const range = { from: to - HOUR_MS, to, stepMs: MINUTE_MS };
  return orNull(async () => {
    const { groups } = await readCells(ctx, { ...range, filter: await resolveFilter(ctx, filter) });
    return sumCells(groups.flatMap(({ cells }) => [...cells.values()])).n / (HOUR_MS / MINUTE_MS);
  });
}

/** What `read` counts; null where it would have to read too many events. */
export async function orNull(read: () => Promise<number>): Promise<number | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Fault && error.code === 'range_too_large') return null;
    throw error;
  }
}
