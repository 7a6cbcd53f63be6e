import { daysUntil } from '#server/models/domain/status.ts';
import type { Day } from './calendar-day.ts';
import { type Entry, entryName } from './entry.ts';
import type { Deployed, Doubt, Matcher } from './match-deployed.ts';

/** Something that serves: a prompt in an environment, and who answers for it. `owner` is null where nobody does. */
export type Place = Deployed & { prompt: string; environment: string; owner: string | null };

/** Columns of the calendar: gone by today, then within so many days. What goes later is in none of them. */
export const HORIZONS = [0, 30, 90, 180] as const;
export type Horizon = (typeof HORIZONS)[number];

/** What must move in one environment by one owner, because of one entry. */
export type Cell = { environment: string; owner: string | null; prompts: readonly string[] };
export type Leaving = { entry: Entry; retiresOn: Day; days: number; horizon: Horizon; cells: readonly Cell[] };
/** Nobody can say which entry it is; `earliest` is the soonest day among the candidates within the calendar. */
export type Asked = { place: Place; doubt: Doubt; candidates: readonly Entry[]; earliest: Day | null };

export type Calendar = { leaving: readonly Leaving[]; asked: readonly Asked[]; undated: readonly Entry[] };

/** The first horizon that a day this many days ahead falls into; null past the last. A retirement day counts as gone. */
export const horizonOf = (days: number): Horizon | null => HORIZONS.find((horizon) => days <= horizon) ?? null;

/**
 * What must move by when, soonest first: for each entry that serves, where and whose. Ambiguous places are asked about
 * where one of their candidates leaves within the calendar; entries announced without a day are named apart. Days are of
 * UTC. Places without an entry are in none of the three.
 */
export function planCalendar(places: readonly Place[], match: Matcher, now: Date): Calendar {
  const serving = new Map<Entry, Place[]>();
  const asked: Asked[] = [];
  for (const place of places) {
    const found = match(place);
    if (found.kind === 'none') continue;
    if (found.kind === 'ambiguous') {
      const { doubt, candidates } = found;
      const days = candidates.flatMap(({ retiresOn }) => (retiresOn === null ? [] : [retiresOn])).toSorted();
      const [earliest = null] = days;
      if (earliest === null || horizonOf(daysUntil(earliest, now)) !== null) {
        asked.push({ place, doubt, candidates, earliest });
      }
      continue;
    }
    const of = serving.get(found.entry) ?? [];
    serving.set(found.entry, [...of, place]);
  }
  const leaving = [...serving].flatMap(([entry, places]): Leaving[] => {
    if (entry.retiresOn === null) return [];
    const days = daysUntil(entry.retiresOn, now);
    const horizon = horizonOf(days);
    return horizon === null ? [] : [{ entry, retiresOn: entry.retiresOn, days, horizon, cells: cellsOf(places) }];
  });
  const undated = [...serving.keys()].filter(({ retiresOn, state }) => retiresOn === null && state === 'deprecated');
  return {
    leaving: leaving.toSorted((a, b) => a.days - b.days || compare(entryName(a.entry), entryName(b.entry))),
    asked: asked.toSorted((a, b) => compare(a.earliest ?? '9999', b.earliest ?? '9999')),
    undated: undated.toSorted((a, b) => compare(entryName(a), entryName(b))),
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Places by environment and owner, each prompt once. What nobody owns comes first in its environment. */
function cellsOf(places: readonly Place[]): Cell[] {
  const groups = Map.groupBy(places, ({ environment, owner }) => JSON.stringify([environment, owner]));
  const cells = [...groups.values()].flatMap((group): Cell[] => {
    const [first] = group;
    if (first === undefined) return [];
    const prompts = [...new Set(group.map(({ prompt }) => prompt))].toSorted();
    return [{ environment: first.environment, owner: first.owner, prompts }];
  });
  return cells.toSorted((a, b) => compare(a.environment, b.environment) || compare(a.owner ?? '', b.owner ?? ''));
}
