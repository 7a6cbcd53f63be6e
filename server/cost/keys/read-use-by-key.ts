import { KEY_SUMS } from '#server/cost/rollup/key-rollup.ts';
import type { Ctx } from '#server/platform/context.ts';
import { DAY_MS, HOUR_MS } from '#server/platform/pure/durations.ts';
import { instant } from '#server/telemetry/event/scan-events.ts';
import { isWithin, RAW_ROWS_MAX, type Range, statementsOf } from '#server/telemetry/query/event-ranges.ts';
import type { UseOfDay } from '#server/telemetry/query/read-use-by-model.ts';
import { TIERS } from '#server/telemetry/rollup/domain/tiers.ts';
import { runsOf } from '#server/telemetry/rollup/roll-up.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';

/** One UTC day (since 1970) of one key and model, by their numbers. */
export type KeyUse = UseOfDay & { apiKey: number; model: number };

const NUMBERS = `api_key as "apiKey", model, floor(extract(epoch from at) / 86400)::int as day,
  sum(requests)::float8 as requests, sum(known)::float8 as known, sum(cost_nano)::float8 as "costNano",
  sum(tokens_in)::float8 as "tokensIn", sum(tokens_out)::float8 as "tokensOut",
  sum(tokens_cached)::float8 as "tokensCached"`;

/**
 * What each key (or those of `keys`) sent to each model on each day of `[from, to)`, days since 1970. Hours that are not
 * summed yet are read from the events; null where these are more than two million. Pending hours are read first: an hour
 * that is none then is in the rows that are read after.
 */
export async function readUseByKey(
  ctx: Ctx,
  { from, to, keys }: { from: number; to: number; keys?: readonly number[] },
): Promise<KeyUse[] | null> {
  const range = { from: from * DAY_MS, to: to * DAY_MS };
  const pending = await pendingHours(ctx, range);
  if (!(await isWithin(ctx, pending, RAW_ROWS_MAX))) return null;
  const only = keys === undefined ? '' : `and api_key = any('{${keys.join(',')}}')`;
  const slot = slotOf(ctx.project);
  const settled = await ctx.sql.unsafe<KeyUse[]>(`
    select ${NUMBERS} from (select *, hour as at from key_rollup) k
    where slot = ${slot} and at >= ${instant(range.from)} and at < ${instant(range.to)} ${only}
      ${pending.map((run) => `and not (at >= ${instant(run.from)} and at < ${instant(run.to)})`).join(' ')}
    group by 1, 2, 3`);
  const rows = [...settled];
  for (const statement of statementsOf(pending)) {
    rows.push(
      ...(await ctx.sql.unsafe<KeyUse[]>(`
        select ${NUMBERS} from (
          select api_key, model, date_trunc('hour', ts, 'UTC') as at, ${KEY_SUMS}
          from event e
          where slot = ${slot} and ts >= ${instant(statement.from)} and ts < ${instant(statement.to)}
            and ${statement.within} and api_key is not null ${only}
          group by 1, 2, 3) k
        group by 1, 2, 3`)),
    );
  }
  return rows;
}

/** Hours in the range with events that their sums may lack, as ranges. Cost: one scan of both tables of marks. */
async function pendingHours({ sql, project }: Ctx, { from, to }: Range): Promise<Range[]> {
  const slot = slotOf(project);
  const rows = await sql<{ ms: number }[]>`
    select distinct extract(epoch from hour)::float8 * 1000 as ms from (
      select hour from task_mark where slot = ${slot}
      union
      select date_trunc('hour', bucket, 'UTC') from (
        select distinct bucket from rollup_mark where slot = ${slot} and tier = ${TIERS.minute.id}
          and bucket >= ${new Date(from)} and bucket < ${new Date(to)}) minutes
    ) marks
    where hour >= ${new Date(from)} and hour < ${new Date(to)} order by ms`;
  return runsOf(
    rows.map(({ ms }) => Math.round(ms)),
    HOUR_MS,
  );
}
