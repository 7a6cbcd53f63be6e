import { daysUntil } from '#server/models/domain/status.ts';
import type { Day } from './calendar-day.ts';
import { type Entry, entryName } from './entry.ts';
import type { Deployed, Doubt, Matcher } from './match-deployed.ts';

/** A deployment: a model that serves a prompt in an environment, with its owner. `owner` is null where it has none. */
export type Place = Deployed & { prompt: string; environment: string; owner: string | null };

/** Columns of the calendar: retired by today, then within so many days. Later retirements are not in the calendar. */
export const HORIZONS = [0, 30, 90, 180] as const;
export type Horizon = (typeof HORIZONS)[number];

/** The prompts of one owner in one environment that an entry's retirement affects. */
export type Cell = { environment: string; owner: string | null; prompts: readonly string[] };
export type Leaving = { entry: Entry; retiresOn: Day; days: number; horizon: Horizon; cells: readonly Cell[] };
/**
 * A place whose entry is ambiguous, so that a person must choose; `earliest` is the soonest day among the candidates.
 */
export type Asked = { place: Place; doubt: Doubt; candidates: readonly Entry[]; earliest: Day | null };

export type Calendar = { leaving: readonly Leaving[]; asked: readonly Asked[]; undated: readonly Entry[] };

/**
 * The first horizon that contains a day so many days ahead; null after the last. On its retirement day a model counts
 * as retired.
 */
export const horizonOf = (days: number): Horizon | null => HORIZONS.find((horizon) => days <= horizon) ?? null;

/**
 * The retirements of entries that serve, soonest first, with environments, owners and prompts (`leaving`); ambiguous
 * places of which a candidate retires within the calendar or has no day (`asked`); deprecated entries without a day
 * (`undated`). Days are of UTC. Places without an entry are in none of the three.
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

/** Places by environment and owner, each prompt once. Within an environment, places without an owner come first. */
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
