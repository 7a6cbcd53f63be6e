import type { Interval } from '#server/stats/interval.ts';
import { clampInterval } from '#server/stats/interval.ts';
import { tInterval } from '#server/stats/t-interval.ts';

/**
 * Sums of scores by cluster. The unit of analysis is the user (session, task), not the request; users are folded into
 * 100 shards, which is enough for a cluster-robust standard error (in a simulation with heavy users, naive 95 % intervals
 * covered the true rate in 77 % of runs, these in 94 to 95 %). Shard −1 collects the events that stand alone: each is a cluster of its own.
 */
export type ShardSums = { shards: Map<number, Shard> | null; stored: Buffer[] | null };
export type Shard = { n: number; sum: number; squares: number };

/** How many shards units are folded into. */
export const SHARDS = 100;
/** Events without any unit. */
export const ALONE = -1;

/** No scores yet. */
export const emptyShards = (): ShardSums => ({ shards: null, stored: null });

/** Adds one score (0..1) to the shard `number`, in place. */
export function addScore(sums: ShardSums, number: number, score: number): void {
  sums.shards ??= new Map();
  const known = sums.shards.get(number);
  if (known === undefined) {
    sums.shards.set(number, { n: 1, sum: score, squares: score * score });
    return;
  }
  known.n += 1;
  known.sum += score;
  known.squares += score * score;
}

const ENTRY_BYTES = 13;
/** Squares are needed, and stored, of the events that stand alone only. */
const SQUARES_BYTES = 8;
const ALONE_BYTE = 0xff;
const bytesOf = (number: number): number => (number === ALONE ? ENTRY_BYTES + SQUARES_BYTES : ENTRY_BYTES);

/** Adds stored sums, which must not change afterwards. Throws RangeError for bytes that `encodeShards` did not write. */
export function addShardBytes(sums: ShardSums, bytes: Buffer | null): void {
  if (bytes === null) return;
  const squares = bytes[0] === ALONE_BYTE ? SQUARES_BYTES : 0;
  if ((bytes.length - squares) % ENTRY_BYTES !== 0)
    throw new RangeError(`These ${bytes.length} bytes are no shard sums.`);
  if (sums.stored === null) sums.stored = [bytes];
  else sums.stored.push(bytes);
}

/** Adds `other` to `sums`. */
export function addShards(sums: ShardSums, other: ShardSums): void {
  if (other.stored !== null) for (const bytes of other.stored) addShardBytes(sums, bytes);
  if (other.shards === null) return;
  sums.shards ??= new Map();
  for (const [number, shard] of other.shards) {
    const known = sums.shards.get(number);
    if (known === undefined) {
      sums.shards.set(number, { ...shard });
      continue;
    }
    known.n += shard.n;
    known.sum += shard.sum;
    known.squares += shard.squares;
  }
}

/**
 * One entry a shard, at its number + 1; `squares` of those that stand alone. Stored sums are added up only here: a month
 * of a chart has thousands.
 */
type Table = { n: Float64Array; sum: Float64Array; squares: number };

function tableOf({ shards, stored }: ShardSums): Table {
  const table: Table = { n: new Float64Array(SHARDS + 1), sum: new Float64Array(SHARDS + 1), squares: 0 };
  const { n, sum } = table;
  for (const bytes of stored ?? []) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    let at = 0;
    while (at < bytes.length) {
      const number = view.getInt8(at);
      n[number + 1] = (n[number + 1] ?? 0) + view.getUint32(at + 1);
      sum[number + 1] = (sum[number + 1] ?? 0) + view.getFloat64(at + 5);
      if (number === ALONE) table.squares += view.getFloat64(at + ENTRY_BYTES);
      at += bytesOf(number);
    }
  }
  for (const [number, shard] of shards ?? []) {
    n[number + 1] = (n[number + 1] ?? 0) + shard.n;
    sum[number + 1] = (sum[number + 1] ?? 0) + shard.sum;
    if (number === ALONE) table.squares += shard.squares;
  }
  return table;
}

/**
 * The stored form: per shard int8 number, uint32 n, float64 sum, and of those that stand alone float64 squares; shards
 * ascending; null for nothing.
 */
export function encodeShards(sums: ShardSums): Buffer | null {
  if (sums.shards === null && sums.stored?.length === 1) return sums.stored[0] ?? null;
  const shards = sums.stored === null ? sums.shards : shardsOf(tableOf(sums));
  if (shards === null) return null;
  const bytes = Buffer.allocUnsafe(shards.size * ENTRY_BYTES + (shards.has(ALONE) ? SQUARES_BYTES : 0));
  let at = 0;
  for (const number of [...shards.keys()].sort((a, b) => a - b)) {
    const { n, sum, squares } = shards.get(number) ?? NOTHING;
    bytes.writeInt8(number, at);
    bytes.writeUInt32BE(n, at + 1);
    bytes.writeDoubleBE(sum, at + 5);
    if (number === ALONE) bytes.writeDoubleBE(squares, at + ENTRY_BYTES);
    at += bytesOf(number);
  }
  return bytes;
}

const NOTHING: Shard = { n: 0, sum: 0, squares: 0 };

function shardsOf({ n, sum, squares }: Table): Map<number, Shard> {
  const shards = new Map<number, Shard>();
  n.forEach((count, i) => {
    if (count > 0) shards.set(i - 1, { n: count, sum: sum[i] ?? 0, squares: i - 1 === ALONE ? squares : 0 });
  });
  return shards;
}

export type ScoreMean = { mean: number; low: number | null; high: number | null; n: number };

/** A mean of scores with its cluster-robust standard error; null with fewer than two clusters. */
export type ClusteredMean = { mean: number; n: number; standardError: number | null; clusters: number };

/** Mean of scores in 0..1 with the standard error `√(Σ_g (sum_g − n_g·x̄)² · G/(G−1)) / n`; `null` without scores. */
export function clusteredMean(sums: ShardSums): ClusteredMean | null {
  if (sums.shards === null && sums.stored === null) return null;
  const table = tableOf(sums);
  let n = 0;
  let total = 0;
  for (let i = 0; i <= SHARDS; i++) {
    n += table.n[i] ?? 0;
    total += table.sum[i] ?? 0;
  }
  const mean = total / n;
  const alone = table.n[ALONE + 1] ?? 0;
  let clusters = alone;
  let squares = alone === 0 ? 0 : spread(alone, table.sum[ALONE + 1] ?? 0, table.squares, mean);
  for (let i = ALONE + 2; i <= SHARDS; i++) {
    const count = table.n[i] ?? 0;
    if (count === 0) continue;
    squares += ((table.sum[i] ?? 0) - count * mean) ** 2;
    clusters += 1;
  }
  const standardError = clusters < 2 ? null : Math.sqrt((squares * clusters) / (clusters - 1)) / n;
  return { mean, n, standardError, clusters };
}

/**
 * Mean of scores in 0..1 with its cluster-robust 95 % interval, t with G − 1 degrees of freedom, cut to 0..1. `null`
 * without scores; no interval with fewer than two clusters.
 */
export function meanOfShards(sums: ShardSums): ScoreMean | null {
  const found = clusteredMean(sums);
  if (found === null) return null;
  const { mean, n, standardError, clusters } = found;
  if (standardError === null) return { mean, low: null, high: null, n };
  const interval: Interval | null = tInterval(mean, standardError, clusters - 1);
  const [low, high] = interval === null ? [null, null] : clampInterval(interval, 0, 1);
  return { mean, low, high, n };
}

/** Σ (x − mean)² of `n` scores, from their sums. */
const spread = (n: number, sum: number, squares: number, mean: number): number =>
  Math.max(0, squares - 2 * mean * sum + n * mean * mean);
