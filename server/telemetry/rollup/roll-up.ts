import { CopyWriter, copyHeader, copyTrailer } from '#db/copy.ts';
import type { Services } from '#server/platform/context.ts';
import { copyOut, scanEvents } from '#server/telemetry/event/scan-events.ts';
import { ALL_PARTS } from '#server/telemetry/query/domain/metric.ts';
import { markTaskHours } from '#server/telemetry/store/mark-tasks.ts';
import { hourPartition, minutePartition } from '#server/telemetry/store/partitions.ts';
import { storeOf } from '#server/telemetry/store/store.ts';
import { copyInto, type WriteCtx } from '#server/telemetry/store/writer.ts';
import { emptyCell } from './domain/cell.ts';
import {
  addToBucket,
  type Bucket,
  capSeries,
  closeBucket,
  type Keyed,
  type Memo,
  type OpenBucket,
  openBucket,
} from './domain/fold.ts';
import { GROUPING_SETS } from './domain/grouping-set.ts';
import { finerTier, floorTo, TIERS, type Tier } from './domain/tiers.ts';
import { columnsFor, ROLLUP_COPY, readRollupKey, writeRollup } from './rollup-row.ts';

/** First half of the advisory lock that is a slot's lease. */
const LEASE = 7305;
const SET_IDS = Object.values(GROUPING_SETS).map((set) => set.id);
/** What a bucket of a tier is part of, to be computed again after it. */
const COARSER = new Map<Tier, Tier>([
  [TIERS.minute, TIERS.hour],
  [TIERS.hour, TIERS.day],
]);

/**
 * Computes the marked buckets of one slot and tier again and replaces them. In one REPEATABLE READ transaction: the
 * marks that it can see are deleted, everything that they stood for is read in the same snapshot, and whatever commits
 * later has left a mark of its own. So nothing is ever added twice or lost, however often this is cut short. The lease
 * is a lock of the transaction: it ends with it, also when the process crashes. Returns false when another worker holds it.
 */
export async function rollUpBuckets(
  services: Pick<Services, 'sql'>,
  { slot, tier, buckets }: { slot: number; tier: Tier; buckets: readonly number[] },
): Promise<boolean> {
  if (tier !== TIERS.day) {
    const partition = tier === TIERS.minute ? minutePartition : hourPartition;
    await storeOf(services).partitions.ensure(buckets.map(partition));
  }
  return services.sql.begin('isolation level repeatable read', async (sql) => {
    const ctx = { sql, slot };
    const [lease] = await sql<{ mine: boolean }[]>`select pg_try_advisory_xact_lock(${LEASE}, ${slot}) as mine`;
    if (!lease?.mine) return false;
    const times = buckets.map((bucket) => new Date(bucket).toISOString());
    await sql`delete from rollup_mark where slot = ${slot} and tier = ${tier.id} and bucket = any(${times}::timestamptz[])`;
    const computed = tier === TIERS.minute ? await fromEvents(ctx, buckets) : await fromFiner(ctx, tier, buckets);
    await sql`
      delete from rollup
      where slot = ${slot} and tier = ${tier.id} and set_id = any(${SET_IDS}::int2[]) and bucket = any(${times}::timestamptz[])`;
    await insertRows(ctx, tier, computed);
    if (tier === TIERS.minute) await markTaskHours(ctx, buckets);
    const coarser = COARSER.get(tier);
    if (coarser) {
      const parents = [...new Set(buckets.map((bucket) => floorTo(bucket, coarser.ms)))].map((at) =>
        new Date(at).toISOString(),
      );
      await sql`
        insert into rollup_mark (slot, tier, bucket) select ${slot}, ${coarser.id}, unnest(${parents}::timestamptz[])`;
    }
    return true;
  });
}

/** Minutes from raw events: one scan of each run of neighbours. */
async function fromEvents({ sql, slot }: WriteCtx, buckets: readonly number[]) {
  const open = new Map<number, OpenBucket>();
  for (const run of runsOf(buckets, TIERS.minute.ms)) {
    await scanEvents(sql, { slot, ...run }, ({ ts, seriesId, dims, measures }) => {
      const minute = floorTo(ts, TIERS.minute.ms);
      let bucket = open.get(minute);
      if (bucket === undefined) {
        bucket = openBucket();
        open.set(minute, bucket);
      }
      addToBucket(bucket, seriesId, dims, measures);
    });
  }
  const memo: Memo = new Map();
  return new Map([...open].map(([minute, bucket]) => [minute, closeBucket(bucket, memo)]));
}

const EVERYTHING = columnsFor(ALL_PARTS);

/** Hours and days from the rows of the next finer tier. */
async function fromFiner({ sql, slot }: WriteCtx, tier: Tier, buckets: readonly number[]) {
  const finer = finerTier(tier) ?? TIERS.minute;
  const computed = new Map<number, Bucket>();
  for (const { from, to } of runsOf(buckets, tier.ms)) {
    const query = `
      select ${EVERYTHING.select} from rollup
      where slot = ${slot} and tier = ${finer.id} and set_id = any('{${SET_IDS.join(',')}}')
        and bucket >= '${new Date(from).toISOString()}' and bucket < '${new Date(to).toISOString()}'`;
    await copyOut(sql, query, (row) => {
      const { bucket: start, setId, key, dims } = readRollupKey(row);
      const at = floorTo(start, tier.ms);
      const bucket: Bucket = computed.get(at) ?? new Map();
      computed.set(at, bucket);
      const rows: Keyed = bucket.get(setId) ?? new Map();
      bucket.set(setId, rows);
      const known = rows.get(key) ?? { dims, cell: emptyCell() };
      rows.set(key, known);
      EVERYTHING.add(row, known.cell);
    });
  }
  for (const bucket of computed.values()) {
    const series = bucket.get(GROUPING_SETS.series.id);
    if (series) bucket.set(GROUPING_SETS.series.id, capSeries(series));
  }
  return computed;
}

async function insertRows({ sql, slot }: WriteCtx, tier: Tier, computed: ReadonlyMap<number, Bucket>) {
  const writer = new CopyWriter();
  for (const [bucket, sets] of computed) {
    for (const [setId, rows] of sets) {
      for (const [key, { dims, cell }] of rows)
        writeRollup(writer, { slot, tier: tier.id, setId, bucket, key }, dims, cell);
    }
  }
  if (writer.length > 0) await copyInto(sql, ROLLUP_COPY, [copyHeader(), writer.bytes(), copyTrailer()]);
}

/** Neighbouring buckets as ranges `[from, to)`. */
export function runsOf(buckets: readonly number[], ms: number): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = [];
  for (const bucket of [...buckets].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && last.to === bucket) last.to = bucket + ms;
    else if (!last || last.to < bucket) runs.push({ from: bucket, to: bucket + ms });
  }
  return runs;
}
