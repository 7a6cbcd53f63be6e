/** Most buckets of one transaction: enough to amortise it. */
const BUCKETS_MAX = 240;
/** How long a transaction may take: far below the time-out of a statement, and short for a worker that waits for the lease. */
const SLOW_MS = 3000;
const QUICK_MS = 500;

/** How many buckets the first transaction takes: how many events they hold is not known yet. */
export const FIRST_STEP = 4;

/**
 * How many buckets the next transaction takes. A minute may hold one event or a million, so the size follows the time
 * that the last one took: a month of sparse minutes goes by in hundreds, an hour at full speed minute by minute.
 */
export function nextStepSize(size: number, tookMs: number): number {
  if (tookMs > SLOW_MS) return Math.max(1, Math.floor(size / 2));
  return tookMs < QUICK_MS ? Math.min(BUCKETS_MAX, size * 2) : size;
}
