const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  3 * DAY,
  7 * DAY,
  14 * DAY,
  30 * DAY,
  90 * DAY,
];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export type TimeTick = { t: number; label: string };

/** Round moments (UTC) so far apart that their labels have `minGapPx` each. */
export function timeTicks(from: number, to: number, widthPx: number, minGapPx = 46): TimeTick[] {
  if (!(to > from) || widthPx <= 0) return [];
  const fits = (step: number) => (step / (to - from)) * widthPx >= minGapPx;
  const step = STEPS.find(fits) ?? 365 * DAY;
  const ticks: TimeTick[] = [];
  for (let t = Math.ceil(from / step) * step; t <= to; t += step) ticks.push({ t, label: tickLabel(t, step) });
  return ticks;
}

function tickLabel(t: number, step: number): string {
  const date = new Date(t);
  if (step >= DAY) return `${date.getUTCDate()}\u00a0${MONTHS[date.getUTCMonth()]}`;
  return date.toISOString().slice(11, 16);
}

/** `22 Nov 10:28`, or with seconds when the moments are that close. UTC. */
export function momentLabel(t: number, stepMs = MINUTE): string {
  const date = new Date(t);
  const clock = date.toISOString().slice(11, stepMs < MINUTE ? 19 : 16);
  const day = `${date.getUTCDate()}\u00a0${MONTHS[date.getUTCMonth()]}`;
  return stepMs >= DAY ? day : `${day} ${clock}`;
}
