import { MINUTE_MS } from '#server/platform/pure/durations.ts';

/** A minute of the series that fired. `isBad` = outside of the limit. */
export type Minute = { at: number; n: number; isBad: boolean };

/** A minute with fewer requests says nothing, like one without any. */
export const MINUTE_N_MIN = 3;
/** One silent minute does not end a run: telemetry arrives in batches. */
const GAP_MAX = 1;
/** How long before the alert the run may have its last bad minute: the alert waits for its window and its `for`. */
const REACH_MINUTES = 10;
/** How long the series must be good before the symptom counts as gone. */
export const GOOD_MINUTES = 10;

type Judged = 'bad' | 'good' | 'silent';

function judge(minutes: readonly Minute[], nMin: number): (at: number) => Judged {
  const by = new Map(minutes.map((minute) => [minute.at, minute]));
  return (at) => {
    const minute = by.get(at);
    if (minute === undefined || minute.n < nMin) return 'silent';
    return minute.isBad ? 'bad' : 'good';
  };
}

const minuteOf = (at: number): number => Math.floor(at / MINUTE_MS) * MINUTE_MS;

/**
 * The first bad minute: back from `firedAt` through the unbroken run of bad minutes, over at most one silent one in a row.
 * Null where no minute of the ten before it is bad, or the run reaches back past the first of `minutes`.
 */
export function impactStartOf(minutes: readonly Minute[], firedAt: number, nMin = MINUTE_N_MIN): number | null {
  const judged = judge(minutes, nMin);
  let at = minuteOf(firedAt);
  const reach = at - REACH_MINUTES * MINUTE_MS;
  while (judged(at) !== 'bad') {
    at -= MINUTE_MS;
    if (at < reach) return null;
  }
  let first = at;
  for (let silent = 0; silent <= GAP_MAX; ) {
    at -= MINUTE_MS;
    const is = judged(at);
    if (is === 'good') break;
    if (is === 'silent') silent += 1;
    else {
      first = at;
      silent = 0;
    }
  }
  return first;
}

/**
 * The first good minute after the last bad one, once the series has been good for ten minutes up to `now`; null before
 * that, and where nothing was seen since the last bad minute. `from`: where the incident began.
 */
export function mitigatedAt(
  minutes: readonly Minute[],
  { from, now, nMin = MINUTE_N_MIN }: { from: number; now: number; nMin?: number },
): number | null {
  const judged = judge(minutes, nMin);
  let first: number | null = null;
  let good = 0;
  for (let at = minuteOf(from); at < minuteOf(now); at += MINUTE_MS) {
    const is = judged(at);
    if (is === 'bad') {
      first = null;
      good = 0;
    } else if (is === 'good') {
      first ??= at;
      good += 1;
    }
  }
  // Silence proves nothing: at least half of the ten minutes must have been seen to be good.
  if (first === null || good * 2 < GOOD_MINUTES) return null;
  return minuteOf(now) - first >= GOOD_MINUTES * MINUTE_MS ? first : null;
}
