import type { SeenPeriods } from './domain/seen-period.ts';
import type { WriteCtx } from './writer.ts';

/** What an id is claimed with: its key and its event's time, for finding the event again by id. */
export type Claim = { key: string; at: number };

/**
 * Claims the ids and returns the keys of those that were claimed before: duplicates. Exact under concurrency: a unique
 * index decides, after the other transaction has committed. Sorted, so that two calls never deadlock.
 * Cost: one index insert and one lookup an id, and one lookup a call in the period after, which is empty as a rule;
 * nothing comes back when nothing is a duplicate.
 */
export async function claimIds(
  ctx: WriteCtx,
  { periods, claims }: { periods: SeenPeriods; claims: readonly Claim[] },
): Promise<Set<string>> {
  const duplicates = new Set<string>();
  const keys = claims.map((claim) => claim.key);
  const times = claims.map((claim) => claim.at);
  for (const period of periods.claim) {
    const rows = await ctx.sql.unsafe<{ key: string }[]>(claimStatement(period, periods), [keys, times, ctx.slot]);
    for (const { key } of rows) duplicates.add(key.replaceAll('-', ''));
  }
  return duplicates;
}

/** The periods are written into the text so that the planner sees which partitions are meant. */
function claimStatement(period: number, { before, after }: SeenPeriods): string {
  return `
    with given as (
      select u.key, timestamptz 'epoch' + u.ms * interval '1 ms' as ts from unnest($1::uuid[], $2::int8[]) as u (key, ms)
    ), claimed as (
      insert into event_id_seen (slot, period, key, ts)
      select $3::int4, ${period}, given.key, given.ts from given
      where not exists (
        select 1 from event_id_seen s where s.slot = $3::int4 and s.period = ${before} and s.key = given.key)
      and not (exists (select 1 from event_id_seen s where s.slot = $3::int4 and s.period = ${after})
        and exists (
          select 1 from event_id_seen s where s.slot = $3::int4 and s.period = ${after} and s.key = given.key))
      order by given.key
      on conflict do nothing
      returning key
    )
    select given.key from given where given.key not in (select key from claimed)`;
}
