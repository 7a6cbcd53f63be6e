import { sql } from 'drizzle-orm';
import type { Sql } from '#db/client.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import { TIERS } from '#server/telemetry/rollup/domain/tiers.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import type { WriteCtx } from './writer.ts';

/** Marks these minutes (ms) to be computed again. Always a new row: see `rollup_mark`. */
export async function markMinutes(ctx: WriteCtx, minutes: Iterable<number>): Promise<void> {
  const buckets = [...minutes];
  if (buckets.length === 0) return;
  await ctx.sql`
    insert into rollup_mark (slot, tier, bucket)
    select ${ctx.slot}, ${TIERS.minute.id}, timestamptz 'epoch' + ms * interval '1 ms' from unnest(${buckets}::int8[]) as u (ms)`;
}

/** The same within a transaction of Drizzle. */
export async function markMinutesIn(ctx: ReadCtx, minutes: Iterable<number>): Promise<void> {
  const buckets = [...minutes];
  if (buckets.length === 0) return;
  await ctx.db.execute(sql`
    insert into rollup_mark (slot, tier, bucket)
    select ${slotOf(ctx.project)}, ${TIERS.minute.id}, timestamptz 'epoch' + value::int8 * interval '1 ms'
    from json_array_elements_text(${JSON.stringify(buckets)}::json)`);
}

/** The slots with minutes or hours that are still to be computed again. Cost: one scan of the marks. */
export async function readMarkedSlots(sql: Sql): Promise<Set<number>> {
  const rows = await sql<{ slot: number }[]>`select distinct slot from rollup_mark`;
  return new Set(rows.map(({ slot }) => slot));
}
