import type { Sql } from '#db/client.ts';
import { TIERS } from './domain/tiers.ts';

/** A day of a slot in which a tier does not hold exactly the raw events. */
export type Mismatch = { slot: number; tier: string; day: string; events: number; rolledUp: number };

/**
 * The invariant of storage: for every slot and day that still has raw events, `sum(rollup.n) = count(event)` in each
 * tier (grouping set "total"). Returns what breaks it, empty when all is well; days with marks that wait are listed too,
 * so run it when the worker is idle. Cost: counts every raw event.
 */
export async function verifyRollups(sql: Sql): Promise<Mismatch[]> {
  const mismatches: Mismatch[] = [];
  for (const [name, tier] of Object.entries(TIERS)) {
    const rows = await sql<Omit<Mismatch, 'tier'>[]>`
      with raw as (
        select slot, date_trunc('day', ts, 'UTC') as day, count(*) as n from event group by 1, 2
      ), rolled as (
        select slot, date_trunc('day', bucket, 'UTC') as day, sum(n) as n from rollup
        where tier = ${tier.id} and set_id = 0 group by 1, 2
      )
      select raw.slot, to_char(raw.day at time zone 'UTC', 'YYYY-MM-DD') as day, raw.n::float8 as events,
        coalesce(rolled.n, 0)::float8 as "rolledUp"
      from raw left join rolled on rolled.slot = raw.slot and rolled.day = raw.day
      where raw.n <> coalesce(rolled.n, 0) order by 1, 2`;
    mismatches.push(...rows.map((row) => ({ ...row, tier: name })));
  }
  return mismatches;
}
