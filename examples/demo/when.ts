import { GROWTH, OUTAGE, type Served, type SimPrompt, type When } from './company.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** How busy it is at `at`, 1 = noon on a weekday (UTC): quiet nights, quieter weekends. */
export function busyness(at: Date): number {
  const hour = at.getUTCHours() + at.getUTCMinutes() / 60;
  const day = 0.55 + 0.45 * Math.cos(((hour - 13) / 24) * 2 * Math.PI);
  const weekend = at.getUTCDay() === 0 || at.getUTCDay() === 6;
  return day * (weekend ? 0.5 : 1);
}

/** The traffic of that time as a share of today's. */
export function growth(at: number, now: number): number {
  const { from, startDaysAgo, endDaysAgo } = GROWTH;
  const passed = (at - (now - startDaysAgo * DAY_MS)) / ((startDaysAgo - endDaysAgo) * DAY_MS);
  return from + (1 - from) * Math.min(1, Math.max(0, passed));
}

/** When that was: whenever it is loaded, things happen while people work; a weekend moves to its Friday. */
export function momentOf({ daysAgo, hour }: When, now: number): number {
  const day = Math.floor(now / DAY_MS - daysAgo) * DAY_MS;
  const pastFriday = [2, 0, 0, 0, 0, 0, 1][new Date(day).getUTCDay()] ?? 0;
  return day - pastFriday * DAY_MS + hour * HOUR_MS;
}

/** What served `prompt` at `at`. */
export function servedAt(prompt: SimPrompt, at: number, now: number): Served {
  const served = prompt.served.filter((one) => at >= momentOf(one, now)).at(-1) ?? prompt.served[0];
  if (served === undefined) throw new Error(`${prompt.name} never served`);
  return served;
}

/** Whether the provider answers badly at `at`. */
export function isOut(provider: string, at: number, now: number): boolean {
  const start = momentOf(OUTAGE, now);
  return provider === OUTAGE.provider && at >= start && at < start + OUTAGE.minutes * 60_000;
}
