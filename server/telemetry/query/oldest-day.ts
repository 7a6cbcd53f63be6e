import type { Ctx } from '#server/platform/context.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';

/** Start of the oldest day with events of this project, or now without any. From the day rollups and marks: no scan. */
export async function oldestDay(ctx: Ctx): Promise<number> {
  const slot = slotOf(ctx.project);
  const [row] = await ctx.sql<{ ms: number | null }[]>`
    select extract(epoch from least(
      (select min(bucket) from rollup where slot = ${slot} and tier = 3 and set_id = 0),
      (select date_trunc('day', min(bucket), 'UTC') from rollup_mark where slot = ${slot})))::float8 * 1000 as ms`;
  return row?.ms ?? ctx.clock.now().getTime();
}
