/** Simulated requests that share prefixes, some of them often, to time the replay of a prefix cache. */
import { prefixCacheSaving } from '#server/cost/domain/prefix-cache.ts';
import { seededRandom } from '#server/stats/seeded-random.ts';

const perMillion = (dollars: number) => ({ amountPico: BigInt(Math.round(dollars * 1e12)), per: 1_000_000 });
const RULES = {
  input: perMillion(3),
  read: perMillion(0.3),
  write: perMillion(3.75),
  ttlMs: 5 * 60_000,
  minTokens: 1_024,
  prefixesMax: 5_000,
};

/**
 * Milliseconds of replaying `n` requests over 20,000 prefixes, at a fixed seed. Throws where the replay refuses them.
 */
export function timeReplay(n: number): number {
  const random = seededRandom(2);
  const traffic = {
    atMs: Float64Array.from({ length: n }, (_, i) => i * 90),
    prefix: Int32Array.from({ length: n }, () => Math.floor(random() ** 3 * 20_000)),
    prefixTokens: new Int32Array(n).fill(2_000),
  };
  const startedAt = performance.now();
  const found = prefixCacheSaving(traffic, RULES);
  if (found.refused !== null) throw new Error(`the replay refuses: ${found.refused}`);
  return performance.now() - startedAt;
}
