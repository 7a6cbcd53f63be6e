import type { Ctx } from '#server/platform/context.ts';
import { oldestDay } from '#server/telemetry/query/oldest-day.ts';
import { SEEN_PERIOD_MS } from '#server/telemetry/store/domain/seen-period.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { keyOfId } from './event-key.ts';

/** Where an event lies: its key (a uuid) and its time in ms. */
export type EventPlace = { key: string; at: number };

/** What was received longer ago may have expired from the index of ids; its own time is at most this much later. */
const REMEMBERED_MS = SEEN_PERIOD_MS - 5 * 60_000;

/**
 * Finds an event by the id that its sender gave it; null when there is none. Cost: one lookup a period in the index of
 * ids; an event older than those periods, or sent with an Idempotency-Key, is searched for in the raw events: in the
 * last seven days only where this project has used such keys.
 */
export async function findEvent(ctx: Ctx, id: string): Promise<EventPlace | null> {
  const slot = slotOf(ctx.project);
  const { key } = keyOfId(id);
  const [seen] = await ctx.sql<EventPlace[]>`
    select key::text as key, extract(epoch from ts)::float8 * 1000 as at from event_id_seen
    where slot = ${slot} and key = ${key}::uuid limit 1`;
  if (seen) return { key: seen.key, at: Math.round(seen.at) };
  const from = await oldestDay(ctx);
  const [batches] = await ctx.sql<{ any: boolean }[]>`
    select exists (select 1 from ingest_batch where slot = ${slot}) as any`;
  const to = ctx.clock.now().getTime() + (batches?.any ? SEEN_PERIOD_MS : -REMEMBERED_MS);
  if (to <= from) return null;
  const [found] = await ctx.sql<EventPlace[]>`
    select key::text as key, extract(epoch from ts)::float8 * 1000 as at from event
    where slot = ${slot} and key = ${key}::uuid and ts >= ${new Date(from)} and ts < ${new Date(to)}
    order by ts desc limit 1`;
  return found ? { key: found.key, at: Math.round(found.at) } : null;
}
