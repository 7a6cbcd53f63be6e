import { setTimeout as pause } from 'node:timers/promises';
import type { Services } from '#server/platform/context.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { SEEN_PERIOD_MS } from '#server/telemetry/store/domain/seen-period.ts';
import { eventPartitions, hourPartition, minutePartition, seenPartition } from '#server/telemetry/store/partitions.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { storeOf } from '#server/telemetry/store/store.ts';
import { floorTo, TIERS } from './domain/tiers.ts';

/** Partitions are made this long before they are needed, so that no call waits for one. */
const AHEAD_DAYS = 3;
/** Hour rollups are kept this long; days for good. */
const HOURS_KEPT_MS = 400 * DAY_MS;
const DROP_ATTEMPTS = 10;
const DROP_PAUSE_MS = 100;
const LOCK_NOT_AVAILABLE = '55P03';
const BATCH_KEYS_KEPT_MS = 7 * DAY_MS;

/** Makes partitions ahead and drops or deletes what is past its retention. Safe to run at any time and from several processes. */
export async function maintainPartitions(services: Services): Promise<void> {
  const now = services.clock.now().getTime();
  await makeAhead(services, now);
  const projects = await services.sql<{ id: number; days: number }[]>`
    select id, raw_retention_days as days from project`;
  const longest = Math.max(1, ...projects.map(({ days }) => days));
  const rawCutoff = now - longest * DAY_MS;
  for (const parent of ['event', 'event_body', 'event_usage', 'rollup_minute'])
    await dropBefore(services, parent, rawCutoff);
  await dropBefore(services, 'rollup_hour', now - HOURS_KEPT_MS);
  await dropSeenBefore(services, Math.floor(now / SEEN_PERIOD_MS) - 2);
  await services.sql`delete from ingest_batch where received_at < ${new Date(now - BATCH_KEYS_KEPT_MS)}`;
  for (const { id, days } of projects) {
    // Whole days only: half a day of raw events would no longer match its rollups.
    const cutoff = new Date(floorTo(now - days * DAY_MS, DAY_MS));
    await deleteExpired(services, { slot: slotOf({ id }), cutoff, shorter: days < longest });
  }
}

async function makeAhead(services: Services, now: number): Promise<void> {
  const days = Array.from({ length: AHEAD_DAYS }, (_, i) => now + i * DAY_MS);
  const period = Math.floor(now / SEEN_PERIOD_MS);
  await storeOf(services).partitions.ensure([
    ...days.flatMap((at) => [...eventPartitions(at), minutePartition(at), hourPartition(at)]),
    seenPartition(period),
    seenPartition(period + 1),
  ]);
}

/** Drops partitions, named by their first day or month, that end before `cutoff`. */
async function dropBefore(services: Services, parent: string, cutoff: number): Promise<void> {
  for (const name of await partitionsOf(services, parent)) {
    const stamp = name.slice(parent.length + 1);
    const year = Number(stamp.slice(0, 4));
    const month = Number(stamp.slice(4, 6));
    const end = stamp.length === 6 ? Date.UTC(year, month) : Date.UTC(year, month - 1, Number(stamp.slice(6, 8)) + 1);
    if (end < cutoff) await drop(services, { parent, name });
  }
}

async function dropSeenBefore(services: Services, period: number): Promise<void> {
  const oldest = seenPartition(period).name;
  for (const name of await partitionsOf(services, 'event_id_seen')) {
    if (name < oldest) await drop(services, { parent: 'event_id_seen', name });
  }
}

/**
 * Drops a partition, which needs an exclusive lock. Each attempt waits 0.1 s at most, so that no query queues longer
 * behind it. Where a long read holds the lock through all attempts, the next hourly run tries again.
 */
async function drop({ sql, log }: Services, { parent, name }: { parent: string; name: string }): Promise<void> {
  for (let attempt = 1; attempt <= DROP_ATTEMPTS; attempt++) {
    try {
      await sql`select drop_telemetry_partition(${parent}, ${name})`;
      return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === LOCK_NOT_AVAILABLE)) throw error;
    }
    await pause(DROP_PAUSE_MS * attempt);
  }
  log.info({ partition: name }, 'a partition past its retention is in use; it is dropped later');
}

async function partitionsOf({ sql }: Services, parent: string): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = to_regclass(${parent}) order by 1`;
  return rows.map((row) => row.name);
}

/** Deletes expired rows of one project that dropping partitions does not remove. */
async function deleteExpired(
  { sql }: Services,
  { slot, cutoff, shorter }: { slot: number; cutoff: Date; shorter: boolean },
): Promise<void> {
  await sql`delete from outcome where slot = ${slot} and coalesce(task_ts, at) < ${cutoff}`;
  await sql`delete from outcome_record where slot = ${slot} and received_at < ${cutoff}`;
  await sql`delete from feedback where slot = ${slot} and coalesce(event_ts, at) < ${cutoff}`;
  if (!shorter) return;
  await sql`delete from event where slot = ${slot} and ts < ${cutoff}`;
  await sql`delete from event_body where slot = ${slot} and ts < ${cutoff}`;
  await sql`delete from event_usage where slot = ${slot} and ts < ${cutoff}`;
  await sql`delete from rollup where slot = ${slot} and tier = ${TIERS.minute.id} and bucket < ${cutoff}`;
}
