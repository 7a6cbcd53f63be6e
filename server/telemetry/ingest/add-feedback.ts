import { sql } from 'drizzle-orm';
import type { Ctx } from '#server/platform/context.ts';
import { actorRecord } from '#server/platform/context.ts';
import { invalid } from '#server/platform/faults.ts';
import { newId } from '#server/platform/ids.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { enqueue } from '#server/platform/jobs/jobs.ts';
import type { FeedbackBody } from '#server/telemetry/contract.ts';
import { keyOfId } from '#server/telemetry/event/event-key.ts';
import { type EventPlace, findEvent } from '#server/telemetry/event/find-event.ts';
import { floorTo, TIERS } from '#server/telemetry/rollup/domain/tiers.ts';
import { markMinutesIn } from '#server/telemetry/store/mark-minutes.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';

/**
 * Adds feedback to an event, or to the newest event of a trace, and marks the event's minute, in one transaction.
 * Feedback on an event that has not come yet is kept and counts from its arrival. Throws 422 `unknown_trace`.
 */
export async function addFeedback(ctx: Ctx, body: FeedbackBody): Promise<{ id: string; event_id: string | null }> {
  const slot = slotOf(ctx.project);
  const id = newId();
  const place = await placeOf(ctx, slot, body);
  const eventAt = place.at === null ? null : new Date(place.at).toISOString();
  await inTransaction(ctx, async (ctx) => {
    await ctx.db.execute(sql`
      insert into feedback (slot, id, event_key, event_ts, name, score, comment, source, actor, at)
      values (${slot}, ${id}, ${place.key}::uuid, ${eventAt}::timestamptz, ${body.name}, ${body.score}::float8,
        ${body.comment ?? null}, ${body.source}, ${JSON.stringify(actorRecord(ctx.actor))}::jsonb,
        ${ctx.clock.now().toISOString()}::timestamptz)`);
    if (place.at !== null) await markMinutesIn(ctx, [minuteOf(place.at)]);
    else if (body.event_id !== undefined)
      await enqueue(ctx, 'feedback.settle', { projectId: ctx.project.id, eventId: body.event_id });
  });
  return { id, event_id: body.event_id ?? null };
}

const minuteOf = (at: number): number => floorTo(at, TIERS.minute.ms);

/**
 * Marks an event that came while its feedback was being written: its minute may have been computed without it. The event is
 * looked up after COMMIT: before it the rollup cannot see the feedback, and this transaction cannot see the event.
 */
export async function settleFeedback(ctx: Ctx, { eventId }: { eventId: string }): Promise<void> {
  const place = await findEvent(ctx, eventId);
  if (place !== null) await markMinutesIn(ctx, [minuteOf(place.at)]);
}

async function placeOf(ctx: Ctx, slot: number, body: FeedbackBody): Promise<{ key: string; at: number | null }> {
  if (body.event_id !== undefined)
    return (await findEvent(ctx, body.event_id)) ?? { key: keyOfId(body.event_id).key, at: null };
  const [newest] = await ctx.sql<EventPlace[]>`
    select key::text as key, extract(epoch from ts)::float8 * 1000 as at from event
    where slot = ${slot} and trace_id = ${body.trace_id ?? ''} order by ts desc, key desc limit 1`;
  if (newest) return { key: newest.key, at: Math.round(newest.at) };
  throw invalid(
    '/trace_id',
    'unknown_trace',
    'trace_id names no trace that has arrived. Send its events first, or name event_id.',
  );
}
