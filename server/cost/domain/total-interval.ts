import { studentTQuantile } from '#server/stats/student-t.ts';

const BLOCKS_MIN = 8;

/**
 * 95 % interval of a total over independent blocks of time or units (hours, users): sum ± t · √n · s. In 10⁻¹² dollars.
 * `null` with fewer than eight blocks.
 */
export function totalInterval(blocksPico: readonly bigint[]): readonly [low: bigint, high: bigint] | null {
  const n = blocksPico.length;
  if (n < BLOCKS_MIN) return null;
  const total = blocksPico.reduce((sum, block) => sum + block, 0n);
  const mean = Number(total) / n;
  const squares = blocksPico.reduce((sum, block) => sum + (Number(block) - mean) ** 2, 0);
  const half = BigInt(Math.round(studentTQuantile(0.975, n - 1) * Math.sqrt((n * squares) / (n - 1))));
  return [total - half, total + half];
}
