import { MINUTE_MS } from '#server/platform/pure/durations.ts';

export const WINDOW_MS = 15 * MINUTE_MS;
/** Failures allowed in 15 minutes: for one account from one address, for an address, for an account. */
export const LIMITS = { accountAtAddress: 5, address: 50, account: 100 } as const;

/** Start of the window of `now`. */
export const windowStart = (now: Date): Date => new Date(Math.floor(now.getTime() / WINDOW_MS) * WINDOW_MS);

/**
 * Failures in the last 15 minutes, estimated from the counts of this window and the one before, of which the share that
 * is within 15 minutes counts. So two rows for each subject are enough, instead of one for each attempt.
 */
export function recentFailures(counts: { current: number; previous: number }, now: Date): number {
  const elapsed = (now.getTime() - windowStart(now).getTime()) / WINDOW_MS;
  return counts.current + counts.previous * (1 - elapsed);
}

/**
 * How long until one more attempt is within `max` again, in ms, if none is made until then: in this window, as the
 * share of the one before shrinks, else in the next one.
 */
export function waitMs({ current, previous }: { current: number; previous: number }, max: number, now: Date): number {
  const passed = now.getTime() - windowStart(now).getTime();
  const room = max - current - 1;
  if (room >= 0) return Math.max(0, previous <= room ? 0 : (1 - room / previous) * WINDOW_MS - passed);
  return WINDOW_MS - passed + Math.max(0, 1 - (max - 1) / current) * WINDOW_MS;
}

/** The sentence of a 429, also shown on the sign-in page. */
export function tooManySentence(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  return `Too many wrong passwords. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`;
}
