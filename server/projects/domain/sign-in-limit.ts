export const WINDOW_MS = 15 * 60_000;
/** Failures in 15 minutes after which no more are tried: for one account from one address, for an address, for an account. */
export const LIMITS = { accountAtAddress: 5, address: 50, account: 100 } as const;

/** Start of the window that `now` lies in. */
export const windowStart = (now: Date): Date => new Date(Math.floor(now.getTime() / WINDOW_MS) * WINDOW_MS);

/**
 * Failures in the last 15 minutes, estimated from the counts of this window and the one before: of that, the share
 * that still lies within 15 minutes. Two rows a subject instead of one an attempt.
 */
export function recentFailures(counts: { current: number; previous: number }, now: Date): number {
  const elapsed = (now.getTime() - windowStart(now).getTime()) / WINDOW_MS;
  return counts.current + counts.previous * (1 - elapsed);
}
