import { DAY_MS, HOUR_MS } from '#server/platform/pure/durations.ts';
import { offsetMs } from './on-call.ts';

/** One thing that a person was told of. `at` in ms. */
export type Told = { person: string; severity: 'page' | 'warning'; at: number };

/** What one person was told of in a week. `week`: its Monday in the time zone, `2026-11-23`. */
export type Noise = { person: string; week: string; pages: number; warnings: number; nightPages: number };

/** Local hours at which a page wakes somebody: from 22:00 to before 07:00. */
const NIGHT_FROM = 22;
const NIGHT_TO = 7;

/** How much each person was told of in each week, by local time; the newest week first, the most pages first. */
export function noiseOf(told: readonly Told[], timeZone: string): Noise[] {
  const rows = new Map<string, Noise>();
  for (const { person, severity, at } of told) {
    const local = at + offsetMs(timeZone, at);
    const day = Math.floor(local / DAY_MS);
    // 1970-01-01 was a Thursday.
    const week = new Date((day - ((((day + 3) % 7) + 7) % 7)) * DAY_MS).toISOString().slice(0, 10);
    const key = `${week} ${person}`;
    const row = rows.get(key) ?? { person, week, pages: 0, warnings: 0, nightPages: 0 };
    const hour = Math.floor((local - day * DAY_MS) / HOUR_MS);
    if (severity === 'warning') row.warnings += 1;
    else {
      row.pages += 1;
      if (hour >= NIGHT_FROM || hour < NIGHT_TO) row.nightPages += 1;
    }
    rows.set(key, row);
  }
  return [...rows.values()].sort((a, b) => (a.week < b.week ? 1 : a.week > b.week ? -1 : b.pages - a.pages));
}
