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
 * The first good minute after the last ten that are bad together, once the ten minutes up to `now` are good; null before that,
 * and where too little was seen since. Ten minutes are judged together, because one failed request makes a minute of few
 * requests bad by itself. `from`: where the incident began; `isWindowBad` of `[from, to)`: left out, one bad minute is enough.
 */
export function mitigatedAt(
  minutes: readonly Minute[],
  {
    from,
    now,
    nMin = MINUTE_N_MIN,
    isWindowBad,
  }: { from: number; now: number; nMin?: number; isWindowBad?: (from: number, to: number) => boolean },
): number | null {
  const judged = judge(minutes, nMin);
  const [begin, end] = [minuteOf(from), minuteOf(now)];
  const length = GOOD_MINUTES * MINUTE_MS;
  const hasBad = (start: number, to: number): boolean => {
    for (let at = start; at < to; at += MINUTE_MS) if (judged(at) === 'bad') return true;
    return false;
  };
  const isBad = isWindowBad ?? hasBad;
  let first: number | null = null;
  let good = 0;
  for (let at = begin; at < end; at += MINUTE_MS) {
    if (at + length <= end && isBad(at, at + length)) {
      first = null;
      good = 0;
    } else if (judged(at) === 'good') {
      first ??= at;
      good += 1;
    }
  }
  // Silence proves nothing: at least half of the ten minutes must have been seen to be good.
  if (first === null || good * 2 < GOOD_MINUTES) return null;
  return end - first >= length ? first : null;
}
