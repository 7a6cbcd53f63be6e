import type { ReadyEvent } from '#server/telemetry/event/ready-event.ts';
import { floorTo, TIERS } from '#server/telemetry/rollup/domain/tiers.ts';
import type { WriteCtx } from './writer.ts';

/**
 * A task's outcome is counted by the newest of its events, which delivered the result. Moves the tasks of `events` to
 * these where they are newer, and returns the minutes (ms) that counted them before and must be computed again.
 * Cost: one upsert a task. Sorted, so that two calls never deadlock.
 */
export async function moveTasks(ctx: WriteCtx, events: readonly ReadyEvent[]): Promise<number[]> {
  const newest = new Map<string, ReadyEvent>();
  for (const event of events) {
    const task = event.checked.message.outcome_id;
    if (task == null) continue;
    const known = newest.get(task);
    if (known === undefined || isNewer(event, known)) newest.set(task, event);
  }
  if (newest.size === 0) return [];
  const tasks = [...newest.keys()].sort();
  const of = tasks.map((task) => newest.get(task));
  const rows = await ctx.sql<{ ms: number }[]>`
    insert into outcome as known (slot, outcome_id, task_ts, task_key)
    select ${ctx.slot}, u.task, timestamptz 'epoch' + u.ms * interval '1 ms', u.key
    from unnest(${tasks}::text[], ${of.map((event) => event?.checked.at ?? 0)}::int8[],
                ${of.map((event) => event?.key ?? '')}::uuid[]) as u (task, ms, key)
    order by u.task collate "C"
    on conflict (slot, outcome_id) do update set
      previous_ts = known.task_ts,
      task_ts = greatest(known.task_ts, excluded.task_ts),
      task_key = case
        when known.task_ts is null or (excluded.task_ts, excluded.task_key) > (known.task_ts, known.task_key)
        then excluded.task_key else known.task_key end
    returning extract(epoch from case when success is not null then previous_ts end)::float8 * 1000 as ms`;
  return rows.flatMap(({ ms }) => (ms === null ? [] : [floorTo(Math.round(ms), TIERS.minute.ms)]));
}

const isNewer = (a: ReadyEvent, b: ReadyEvent): boolean =>
  a.checked.at > b.checked.at || (a.checked.at === b.checked.at && a.key > b.key);
