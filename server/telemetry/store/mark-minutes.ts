import { sql } from 'drizzle-orm';
import type { Db, Tx } from '#db/client.ts';
import { TIERS } from '#server/telemetry/rollup/domain/tiers.ts';
import type { WriteTx } from './writer.ts';

/** Says that these minutes (ms) have to be computed again. Always a new row: see `rollup_mark`. */
export async function markMinutes(tx: WriteTx, slot: number, minutes: Iterable<number>): Promise<void> {
  const buckets = [...minutes];
  if (buckets.length === 0) return;
  await tx`
    insert into rollup_mark (slot, tier, bucket)
    select ${slot}, ${TIERS.minute.id}, timestamptz 'epoch' + ms * interval '1 ms' from unnest(${buckets}::int8[]) as u (ms)`;
}

/** The same in a transaction of Drizzle's: where a call may be one of a larger whole. */
export async function markMinutesIn(db: Db | Tx, slot: number, minutes: Iterable<number>): Promise<void> {
  const buckets = [...minutes];
  if (buckets.length === 0) return;
  await db.execute(sql`
    insert into rollup_mark (slot, tier, bucket)
    select ${slot}, ${TIERS.minute.id}, timestamptz 'epoch' + value::int8 * interval '1 ms'
    from json_array_elements_text(${JSON.stringify(buckets)}::json)`);
}
