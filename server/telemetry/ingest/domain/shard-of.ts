import { ALONE, SHARDS } from '#server/telemetry/rollup/domain/shard-sums.ts';

/**
 * The shard of the unit that an event belongs to: the key it was bucketed by, else the user, session or task. −1 without
 * any. FNV-1a over UTF-16 units: only an even spread matters; no other program computes it.
 */
export function shardOf(unit: string | null | undefined): number {
  if (unit == null) return ALONE;
  let hash = 0x811c9dc5;
  for (let i = 0; i < unit.length; i++) {
    hash ^= unit.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  hash ^= hash >>> 15;
  return (hash >>> 0) % SHARDS;
}
