import { type Life, standingOf } from '#server/models/domain/life.ts';
import { daysUntil } from '#server/models/domain/status.ts';
import type { Day } from './calendar-day.ts';
import { type Entry, entryName } from './entry.ts';
import type { Doubt } from './match-deployed.ts';

/** A prompt that serves in an environment. `owner`: the person or team responsible for it; null where none is named. */
export type Place = { prompt: string; environment: string; owner: string | null };

/** A model with its dates and where it serves; nowhere for one that is only registered. */
export type Subject = { name: string; life: Life; places: readonly Place[] };

/** Columns of the calendar: retired by today, then within this many days. Later retirements are not in the calendar. */
export const HORIZONS = [0, 30, 90, 180] as const;
export type Horizon = (typeof HORIZONS)[number];

/** The prompts that one owner must migrate in one environment because of one model. */
export type Cell = { environment: string; owner: string | null; prompts: readonly string[] };
export type Leaving<S> = { subject: S; retiresOn: Day; days: number; horizon: Horizon; cells: readonly Cell[] };
/** It is unknown which entry the model is; `earliest` is the soonest day among the candidates within the calendar. */
export type Asked<S> = { subject: S; doubt: Doubt; candidates: readonly Entry[]; earliest: Day | null };

export type Calendar<S> = {
  leaving: readonly Leaving<S>[];
  asked: readonly Asked<S>[];
  undated: readonly S[];
};

/**
 * The first horizon that contains a day so many days ahead; null after the last. On its retirement day a model counts
 * as retired.
 */
export const horizonOf = (days: number): Horizon | null => HORIZONS.find((horizon) => days <= horizon) ?? null;

/**
 * The prompts to migrate and their deadlines, soonest first: for each model that retires, where it serves and who owns
 * that. A model that serves nowhere is listed until its day. An ambiguous model that serves is a question where one of its
 * candidates retires within the calendar; models that serve and are announced without a day are listed separately. Days
 * are UTC.
 */
export function planCalendar<S extends Subject>(subjects: readonly S[], now: Date): Calendar<S> {
  const leaving: Leaving<S>[] = [];
  const asked: Asked<S>[] = [];
  const undated: S[] = [];
  for (const subject of subjects) {
    const { retirementDate: retiresOn, entry } = subject.life;
    const serves = subject.places.length > 0;
    if (retiresOn !== null) {
      const days = daysUntil(retiresOn, now);
      const horizon = horizonOf(days);
      if (horizon !== null && (serves || days > 0)) {
        leaving.push({ subject, retiresOn, days, horizon, cells: cellsOf(subject.places) });
      }
    } else if (serves) {
      const standing = standingOf(subject.name, subject.life);
      if (standing.kind === 'ambiguous') {
        const { doubt, candidates } = standing;
        const days = candidates.flatMap((candidate) => candidate.retiresOn ?? []).toSorted();
        const [earliest = null] = days;
        if (earliest === null || horizonOf(daysUntil(earliest, now)) !== null) {
          asked.push({ subject, doubt, candidates, earliest });
        }
      } else if (subject.life.deprecationDate !== null || entry?.state === 'deprecated') undated.push(subject);
    }
  }
  return {
    leaving: leaving.toSorted((a, b) => a.days - b.days || compare(a.subject.name, b.subject.name)),
    asked: asked.toSorted((a, b) => compare(a.earliest ?? '9999', b.earliest ?? '9999')),
    undated: undated.toSorted((a, b) => compare(a.name, b.name)),
  };
}

/** The entries as people name them: `openai/gpt-4, azure-openai/gpt-4`. */
export const entryNames = (entries: readonly Entry[]): string => entries.map(entryName).join(', ');

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
