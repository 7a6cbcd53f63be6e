import type { Dims } from './cell.ts';

/**
 * 63-bit key of a tuple of dimensions: computed rather than drawn from a sequence, so that any process (and any shard) makes the same.
 * Two MurmurHash3 (x86, 32 bits) with different seeds over the seven numbers; with 10^5 keys in one bucket two of them
 * collide with a chance of 10^−9.
 */
export function keyOfDims(dims: Dims): bigint {
  const numbers = [
    dims.environment,
    dims.prompt,
    dims.version,
    dims.model,
    dims.service,
    dims.arm,
    dims.errorCode,
  ] as const;
  const high = murmur(numbers, 0x51_7c_c1_b7) & 0x7fff_ffff;
  return (BigInt(high) << 32n) | BigInt(murmur(numbers, 0x27_22_0a_95));
}

function murmur(numbers: readonly number[], seed: number): number {
  let hash = seed;
  for (const number of numbers) {
    let k = Math.imul(number, 0xcc9e2d51);
    k = (k << 15) | (k >>> 17);
    hash ^= Math.imul(k, 0x1b873593);
    hash = (hash << 13) | (hash >>> 19);
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
  }
  hash ^= numbers.length * 4;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
