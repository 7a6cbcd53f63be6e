import type { Sql } from '#db/client.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { SEEN_PERIOD_MS } from '#server/telemetry/store/domain/seen-period.ts';

/** A partition by name, with its limits: instants, or numbers of periods. */
export type Partition = { parent: string; name: string; from: string; to: string };
export type Partitions = ReturnType<typeof makePartitions>;

const instant = (ms: number) => new Date(ms).toISOString();
const compact = (ms: number, digits: number) => new Date(ms).toISOString().replaceAll('-', '').slice(0, digits);

const dayOf = (parent: string, at: number): Partition => {
  const from = Math.floor(at / DAY_MS) * DAY_MS;
  return { parent, name: `${parent}_${compact(from, 8)}`, from: instant(from), to: instant(from + DAY_MS) };
};

/** The partitions that hold raw events of the day of `at`. */
export const eventPartitions = (at: number): Partition[] => [
  dayOf('event', at),
  dayOf('event_body', at),
  dayOf('event_usage', at),
];

/** The partition that holds minute rollups of the day of `at` (ms). */
export const minutePartition = (at: number): Partition => dayOf('rollup_minute', at);

/** Hours are kept in months. */
export function hourPartition(at: number): Partition {
  const date = new Date(at);
  const from = Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
  const to = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
  const name = `rollup_hour_${compact(from, 6)}`;
  return { parent: 'rollup_hour', name, from: instant(from), to: instant(to) };
}

/** The partition that holds the event ids received in `period` (a number of weeks, see `seen-period.ts`). */
export const seenPartition = (period: number): Partition => ({
  parent: 'event_id_seen',
  name: `event_id_seen_${compact(period * SEEN_PERIOD_MS, 8)}`,
  from: String(period),
  to: String(period + 1),
});

/** Makes partitions where they are missing, and caches which exist. */
export function makePartitions(sql: Sql) {
  const known = new Set<string>();

  /** Makes those of `wanted` that are missing; waits for no reader and no writer (db/migrations/0010_partitions.sql). */
  async function ensure(wanted: Iterable<Partition>): Promise<void> {
    const missing = [...wanted].filter((partition) => !known.has(partition.name));
    const unique = new Map(missing.map((partition) => [partition.name, partition]));
    for (const { parent, name, from, to } of unique.values()) {
      await sql`select make_telemetry_partition(${parent}, ${name}, ${from}, ${to})`;
      known.add(name);
    }
  }

  return { ensure, clear: () => known.clear() };
}
