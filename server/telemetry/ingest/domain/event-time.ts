import { DAY_MS, MINUTE_MS } from '#server/platform/pure/durations.ts';

/** The bits of `event.flags` about a time. */
export const CLAMPED = 1;
export const SHIFTED = 2;
/** Not of the time, but of the cost: it was computed here from prices, or is unknown for want of one. */
export const PRICED_HERE = 4;

/** What decides where an event's time may lie; all in milliseconds. */
export type TimeRules = {
  receivedAt: number;
  /** Oldest time kept: a bucket older than that could not be computed again from raw events. */
  oldest: number;
  /** What the client's clock is to be moved by; 0 without `sent_at` or where that agrees within a minute. */
  skew: number;
};

/** The rules of a call received at `receivedAt`, whose client said it was `sentAt` (null = not sent). */
export function timeRules(receivedAt: number, rawRetentionDays: number, sentAt: number | null): TimeRules {
  const skew = sentAt === null ? 0 : receivedAt - sentAt;
  return {
    receivedAt,
    oldest: receivedAt - (rawRetentionDays - 1) * DAY_MS,
    skew: Math.abs(skew) > MINUTE_MS ? skew : 0,
  };
}

/** Whether a time lies further ahead of its receipt than clocks and networks explain: then receipt is taken for it. */
export const isAhead = (at: number, receivedAt: number): boolean => at > receivedAt + 5 * MINUTE_MS;

/** Where an event stands in time: too old to keep (null), or its time and what was done to it. */
export function placeInTime(at: number, rules: TimeRules): { at: number; flags: number } | null {
  const moved = at + rules.skew;
  if (moved < rules.oldest) return null;
  if (isAhead(moved, rules.receivedAt)) return { at: rules.receivedAt, flags: CLAMPED };
  return { at: moved, flags: rules.skew === 0 ? 0 : SHIFTED };
}
