import type { Ctx } from '#server/platform/context.ts';
import { keyOfId } from './event-key.ts';
import { oldestDay } from './oldest-day.ts';
import { slotOf } from './slot.ts';

/** Where an event lies: its key (a uuid) and its time in ms. */
export type EventPlace = { key: string; at: number };

/**
 * Finds an event by the id that its sender gave it; null when there is none. Cost: one lookup a period in the index of
 * ids; an event older than those periods, or sent with an Idempotency-Key, is searched for in the raw events.
 */
export async function findEvent(ctx: Ctx, id: string): Promise<EventPlace | null> {
  const slot = slotOf(ctx.project);
  const { key } = keyOfId(id);
  const [seen] = await ctx.sql<EventPlace[]>`
    select key::text as key, extract(epoch from ts)::float8 * 1000 as at from event_id_seen
    where slot = ${slot} and key = ${key}::uuid limit 1`;
  if (seen) return { key: seen.key, at: Math.round(seen.at) };
  const from = await oldestDay(ctx);
  const [found] = await ctx.sql<EventPlace[]>`
    select key::text as key, extract(epoch from ts)::float8 * 1000 as at from event
    where slot = ${slot} and key = ${key}::uuid and ts >= ${new Date(from)} order by ts desc limit 1`;
  return found ? { key: found.key, at: Math.round(found.at) } : null;
}
