import type { Ctx } from '#server/platform/context.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { isWithin, RAW_ROWS_MAX } from './event-ranges.ts';

/** A user's requests on one UTC day (since 1970); dollars of those whose cost is known. */
export type UserDay = { user: string; day: number; requests: number; amount: number };

/** Users who are looked at: those that spent most on the last two days. */
const USERS_MAX = 100;

/**
 * What the users who spent most since `recent` spent on each day of `[from, to)` (days since 1970). Users stand in raw
 * events alone, so null where the range holds more than two million. Two ranges of the index (slot, ts), added up in
 * Postgres.
 */
export async function readUsersByDay(
  ctx: Ctx,
  { from, to, recent }: { from: number; to: number; recent: number },
): Promise<UserDay[] | null> {
  if (!(await isWithin(ctx, [{ from: from * DAY_MS, to: to * DAY_MS }], RAW_ROWS_MAX))) return null;
  const slot = slotOf(ctx.project);
  const at = (day: number) => new Date(day * DAY_MS);
  return ctx.sql<UserDay[]>`
    with top as materialized (
      select user_id from event
      where slot = ${slot} and ts >= ${at(recent)} and ts < ${at(to)} and user_id is not null and cost_nano is not null
      group by user_id order by sum(cost_nano) desc limit ${USERS_MAX})
    select user_id as user, floor(extract(epoch from ts) / 86400)::int as day, count(*)::int as requests,
      coalesce(sum(cost_nano), 0)::float8 / 1e9 as amount
    from event where slot = ${slot} and ts >= ${at(from)} and ts < ${at(to)} and user_id in (select user_id from top)
    group by 1, 2`;
}
