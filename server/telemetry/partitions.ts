import type { Sql } from '#db/client.ts';
import { SEEN_PERIOD_MS } from './domain/seen-period.ts';

const DAY_MS = 86_400_000;
/** Any constant of ours: one maker of partitions at a time per database. */
const LOCK = 7_305_216_442;

/** A partition by name, with its limits as SQL literals and what its table is made `with`. */
export type Partition = { parent: string; name: string; from: string; to: string; storage?: string };
export type Partitions = ReturnType<typeof makePartitions>;

const literal = (ms: number) => `'${new Date(ms).toISOString()}'`;
const compact = (ms: number, digits: number) => new Date(ms).toISOString().replaceAll('-', '').slice(0, digits);

const dayOf = (parent: string, at: number): Partition => {
  const from = Math.floor(at / DAY_MS) * DAY_MS;
  return { parent, name: `${parent}_${compact(from, 8)}`, from: literal(from), to: literal(from + DAY_MS) };
};

/** The partitions that hold raw events of the day of `at`. */
export const eventPartitions = (at: number): Partition[] => [dayOf('event', at), dayOf('event_body', at)];
/**
 * Sketches stay in their row as they are, up to a page: taking them apart again cost a chart of a month twice as much as
 * reading them does.
 */
const ROLLUP_STORAGE = 'with (toast_tuple_target = 8160)';

/** The partition that holds minute rollups of the day of `at` (ms). */
export const minutePartition = (at: number): Partition => ({
  ...dayOf('rollup_minute', at),
  storage: ROLLUP_STORAGE,
});

/** Hours are kept in months. */
export function hourPartition(at: number): Partition {
  const date = new Date(at);
  const from = Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
  const to = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
  const name = `rollup_hour_${compact(from, 6)}`;
  return { parent: 'rollup_hour', name, from: literal(from), to: literal(to), storage: ROLLUP_STORAGE };
}

/** The partition that holds the event ids received in `period` (a number of weeks, see `seen-period.ts`). */
export const seenPartition = (period: number): Partition => ({
  parent: 'event_id_seen',
  name: `event_id_seen_${compact(period * SEEN_PERIOD_MS, 8)}`,
  from: String(period),
  to: String(period + 1),
});

/** Makes partitions where they are missing, and remembers which there are. */
export function makePartitions(sql: Sql) {
  const known = new Set<string>();

  /**
   * Makes those of `wanted` that are missing. Each is made as a table of its own and then attached: that waits for no
   * reader and no writer, where `create table … partition of` would stop both.
   */
  async function ensure(wanted: Iterable<Partition>): Promise<void> {
    const missing = [...wanted].filter((partition) => !known.has(partition.name));
    if (missing.length === 0) return;
    const unique = new Map(missing.map((partition) => [partition.name, partition]));
    for (const { parent, name, from, to, storage = '' } of unique.values()) {
      await sql.begin(async (tx) => {
        await tx`select pg_advisory_xact_lock(${LOCK})`;
        const [there] = await tx<{ is: boolean }[]>`
          select exists (select 1 from pg_inherits where inhrelid = to_regclass(${name})) as is`;
        if (there?.is) return;
        await tx.unsafe(`create table if not exists ${name} (like ${parent} including all) ${storage}`);
        await tx.unsafe(`alter table ${parent} attach partition ${name} for values from (${from}) to (${to})`);
      });
      known.add(name);
    }
  }

  return { ensure, forget: () => known.clear() };
}
