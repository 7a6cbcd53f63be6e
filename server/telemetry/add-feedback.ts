import type { Ctx } from '#server/platform/context.ts';
import { actorRecord } from '#server/platform/context.ts';
import { invalid } from '#server/platform/faults.ts';
import { newId } from '#server/platform/ids.ts';
import type { FeedbackBody } from './contract.ts';
import { floorTo, TIERS } from './domain/tiers.ts';
import { keyOfId } from './event-key.ts';
import { type EventPlace, findEvent } from './find-event.ts';
import { slotOf } from './slot.ts';
import { markMinutes } from './write-batch.ts';

/**
 * Adds feedback to an event, or to the newest event of a trace, and marks the event's minute. Feedback on an event that
 * has not come yet is kept and counts from its arrival. Throws 422 `unknown_trace`.
 */
export async function addFeedback(ctx: Ctx, body: FeedbackBody): Promise<{ id: string; event_id: string | null }> {
  const slot = slotOf(ctx.project);
  const id = newId();
  const place = await placeOf(ctx, slot, body);
  await ctx.sql.begin(async (tx) => {
    await tx`
      insert into feedback (slot, id, event_key, event_ts, name, score, comment, source, actor, at)
      values (${slot}, ${id}, ${place.key}::uuid, ${place.at === null ? null : new Date(place.at)}, ${body.name},
        ${body.score}, ${body.comment ?? null}, ${body.source}, ${tx.json(actorRecord(ctx.actor))}, ${ctx.clock.now()})`;
    if (place.at !== null) await markMinutes(tx, slot, [minuteOf(place.at)]);
  });
  if (place.at === null && body.event_id !== undefined) await markIfArrived(ctx, slot, body.event_id);
  return { id, event_id: body.event_id ?? null };
}

const minuteOf = (at: number): number => floorTo(at, TIERS.minute.ms);

/** Marks an event that came while its feedback was being written: its minute may have been computed without it. */
async function markIfArrived(ctx: Ctx, slot: number, eventId: string): Promise<void> {
  const place = await findEvent(ctx, eventId);
  if (place !== null) await ctx.sql.begin((tx) => markMinutes(tx, slot, [minuteOf(place.at)]));
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
