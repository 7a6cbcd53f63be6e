import { utcTickInterval } from 'd3-time';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export type TimeTick = { t: number; label: string };

/**
 * Round moments of the calendar (UTC), a minute or more apart, with at least `minGapPx` for each label. d3 returns the
 * step nearest to a number of ticks, which may be too fine: fewer are requested until no two moments are too close.
 */
export function timeTicks(from: number, to: number, widthPx: number, minGapPx = 46): TimeTick[] {
  if (!(to > from) || widthPx <= 0) return [];
  const [start, end] = [new Date(from), new Date(to)];
  const gapMs = ((to - from) * minGapPx) / widthPx;
  for (let count = Math.floor(widthPx / minGapPx); count >= 1; count--) {
    const step = utcTickInterval(start, end, count);
    if (step === null) continue;
    const stepMs = step.offset(new Date(0)).getTime();
    const moments = step.range(start, new Date(to + 1)).map(Number);
    if (stepMs < MINUTE || moments.some((t, n) => t - (moments[n - 1] ?? -Infinity) < gapMs)) continue;
    return moments.map((t) => ({ t, label: stepMs >= DAY ? dayLabel(t) : clockLabel(t) }));
  }
  return [];
}

/** `22 Nov 10:28`, or with seconds when the moments are that close. UTC. */
export function momentLabel(t: number, stepMs = MINUTE): string {
  return stepMs >= DAY ? dayLabel(t) : `${dayLabel(t)} ${clockLabel(t, stepMs < MINUTE)}`;
}

function dayLabel(t: number): string {
  const date = new Date(t);
  return `${date.getUTCDate()}\u00a0${MONTHS[date.getUTCMonth()]}`;
}

const clockLabel = (t: number, seconds = false): string => new Date(t).toISOString().slice(11, seconds ? 19 : 16);
