import { sql } from 'drizzle-orm';
import type { Sql } from '#db/client.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import { floorTo, TIERS } from '#server/telemetry/rollup/domain/tiers.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import type { WriteCtx } from './writer.ts';

/** Hours (ms) of a slot whose tasks have changed. */
export type TaskMarks = Map<number, number[]>;

/** Marks the hours of these moments (ms): the tasks with an event in them are computed again by server/cost. */
export async function markTaskHours(ctx: WriteCtx, moments: Iterable<number>): Promise<void> {
  const hours = hoursOf(moments);
  if (hours.length === 0) return;
  await ctx.sql`
    insert into task_mark (slot, hour)
    select ${ctx.slot}, timestamptz 'epoch' + ms * interval '1 ms' from unnest(${hours}::int8[]) as u (ms)`;
}

/** The same within a transaction of Drizzle. */
export async function markTaskHoursIn(ctx: ReadCtx, moments: Iterable<number>): Promise<void> {
  const hours = hoursOf(moments);
  if (hours.length === 0) return;
  await ctx.db.execute(sql`
    insert into task_mark (slot, hour)
    select ${slotOf(ctx.project)}, timestamptz 'epoch' + value::int8 * interval '1 ms'
    from json_array_elements_text(${JSON.stringify(hours)}::json)`);
}

const hoursOf = (moments: Iterable<number>): number[] => [
  ...new Set(Array.from(moments, (at) => floorTo(at, TIERS.hour.ms))),
];

/** The marked hours of every slot, newest first. Cost: one scan of a table that holds what changed in seconds. */
export async function readTaskMarks(sql: Sql): Promise<TaskMarks> {
  const rows = await sql<{ slot: number; ms: number }[]>`
    select distinct slot, extract(epoch from hour)::float8 * 1000 as ms from task_mark order by slot, ms desc`;
  const marks: TaskMarks = new Map();
  for (const { slot, ms } of rows) marks.set(slot, [...(marks.get(slot) ?? []), Math.round(ms)]);
  return marks;
}

/** Deletes the marks of these hours that the transaction sees: what commits later has left marks of its own. */
export async function takeTaskMarks(ctx: WriteCtx, hours: readonly number[]): Promise<void> {
  const times = hours.map((hour) => new Date(hour).toISOString());
  await ctx.sql`delete from task_mark where slot = ${ctx.slot} and hour = any(${times}::timestamptz[])`;
}
