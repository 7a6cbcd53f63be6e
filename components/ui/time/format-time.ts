import { duration } from '#components/ui/format.ts';
import { DAY_MS, HOUR_MS } from '#server/platform/pure/durations.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const NBSP = '\u00a0';

export type Instant = Date | number | string;

export function toMs(at: Instant): number {
  return typeof at === 'number' ? at : new Date(at).getTime();
}

const two = (value: number): string => String(value).padStart(2, '0');

/** `10:28`, UTC. */
export function clockTime(at: Instant, withSeconds = false): string {
  const date = new Date(toMs(at));
  const text = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
  return withSeconds ? `${text}:${two(date.getUTCSeconds())}` : text;
}

/** `22 Nov`, and `22 Nov 2025` when it is not this year. UTC. */
export function calendarDay(at: Instant, now: number): string {
  const date = new Date(toMs(at));
  const day = `${date.getUTCDate()}${NBSP}${MONTHS[date.getUTCMonth()]}`;
  return date.getUTCFullYear() === new Date(now).getUTCFullYear() ? day : `${day}${NBSP}${date.getUTCFullYear()}`;
}

/** `22 Nov 10:28`, UTC. */
export function dayAndTime(at: Instant, now: number): string {
  return `${calendarDay(at, now)} ${clockTime(at)}`;
}

/** `10:28:03`, and `22 Nov 10:28:03` where it was another day. UTC. */
export function secondOf(at: Instant, now: number): string {
  const clock = clockTime(at, true);
  return exactUtc(at).slice(0, 10) === exactUtc(now).slice(0, 10) ? clock : `${calendarDay(at, now)} ${clock}`;
}

/** `2026-11-22 10:28:03 UTC`, the title of every time. */
export function exactUtc(at: Instant): string {
  return `${new Date(toMs(at)).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** `40 min ago`, `3 h ago` within a day; then `22 Nov 10:28`. In the future `in 2 h 08 min`, `in 21 days`. */
export function relativeTime(at: Instant, now: number): string {
  const then = toMs(at);
  const age = now - then;
  if (age >= DAY_MS) return dayAndTime(then, now);
  if (age >= HOUR_MS) return `${Math.floor(age / HOUR_MS)}${NBSP}h ago`;
  if (age >= 60_000) return `${Math.floor(age / 60_000)}${NBSP}min ago`;
  // A page's clock moves every 30 s, so a recent time may lie ahead of it.
  if (age > -60_000) return age > -31_000 ? 'just now' : 'in a moment';
  return `in ${-age >= 2 * DAY_MS ? `${Math.floor(-age / DAY_MS)}${NBSP}days` : duration(Math.floor(-age / 60_000) * 60_000)}`;
}
