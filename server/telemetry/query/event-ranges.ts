import type { Ctx } from '#server/platform/context.ts';
import { instant } from '#server/telemetry/event/scan-events.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';

/** `[from, to)` in ms. */
export type Range = { from: number; to: number };

/** Most ranges of one statement. */
const RANGES_MAX = 100;
/** Most raw events that one read without a covering rollup scans: about two seconds of one connection. */
export const RAW_ROWS_MAX = 2_000_000;

/** The condition of lying in one of the ranges; they bound the scan as a whole too. */
const inRanges = (ranges: readonly Range[]): string =>
  `(${ranges.map(({ from, to }) => `e.ts >= ${instant(from)} and e.ts < ${instant(to)}`).join(' or ')})`;

/** The ranges in statements of bounded length, each with the range that it spans. Ranges ascend. */
export function* statementsOf(ranges: readonly Range[]): Generator<Range & { within: string }> {
  for (let at = 0; at < ranges.length; at += RANGES_MAX) {
    const part = ranges.slice(at, at + RANGES_MAX);
    yield { from: part[0]?.from ?? 0, to: part.at(-1)?.to ?? 0, within: inRanges(part) };
  }
}

/** Whether the ranges hold at most `limit` events; reads the index only. */
export async function isWithin(ctx: Ctx, ranges: readonly Range[], limit: number): Promise<boolean> {
  let left = limit;
  for (const { from, to, within } of statementsOf(ranges)) {
    const [row] = await ctx.sql.unsafe<{ n: number }[]>(
      `select count(*)::int as n from (select 1 from event e where e.slot = ${slotOf(ctx.project)}
         and e.ts >= ${instant(from)} and e.ts < ${instant(to)} and ${within} limit ${left + 1}) as found`,
    );
    left -= row?.n ?? 0;
    if (left < 0) return false;
  }
  return true;
}
