import { HOUR_MS, MINUTE_MS } from '#server/platform/pure/durations.ts';
import { impactStartOf, type Minute } from './breach-run.ts';

/** How long before the impact an alert may have fired to be a signal of it. */
export const SIGNAL_REACH_MS = 6 * HOUR_MS;
/** An alert that ended longer before is about something older: it would also be a new one if it fired again. */
const ENDED_BEFORE_MS = 30 * MINUTE_MS;

/**
 * Times in ms. `resolvedAt`: null while it fires. `endedAt`: its last end; null: none. One that fires again within half an hour
 * is the same alert, so it may fire and have ended in between.
 */
export type Signal = { kind: string; openedAt: number; resolvedAt: number | null; endedAt: number | null };

/** What is measured: errors and the error budget that they burn are counted from the same requests. */
const measureOf = (kind: string): string => (kind === 'burn_rate' ? 'error_rate' : kind);

/**
 * Whether an alert warned of what a page tells: of the same measure, it fired before the page's first bad minute (`start`),
 * at most six hours, and still fired less than half an hour before it. Whether both are of the same traffic is for
 * `isSameScope`.
 */
export function isEarlierSignal(
  { kind, openedAt, resolvedAt }: Signal,
  page: { kind: string; start: number },
): boolean {
  if (measureOf(kind) !== measureOf(page.kind)) return false;
  if (openedAt >= page.start || page.start - openedAt > SIGNAL_REACH_MS) return false;
  return resolvedAt === null || page.start - resolvedAt < ENDED_BEFORE_MS;
}

/**
 * When the impact began by an earlier signal, ms:
 *
 * | the earlier alert | minutes outside of its limit | the impact began |
 * | --- | --- | --- |
 * | had not ended at `start` | any | with its first bad minute |
 * | had ended | an unbroken run from before it fired until `start` | with its first bad minute |
 * | had ended | anything else | not with it: null |
 *
 * Its first bad minute is `impactStart`, else the first of the run; null where neither is known.
 */
export function startBySignal(
  signal: Signal & { impactStart: number | null },
  minutes: readonly Minute[],
  start: number,
): number | null {
  const hasEnded = signal.endedAt !== null && signal.endedAt < start;
  const run = impactStartOf(minutes, hasEnded ? start : signal.openedAt);
  if (hasEnded && (run === null || run > signal.openedAt)) return null;
  return signal.impactStart ?? run;
}
