import type { Ctx } from '#server/platform/context.ts';
import { type Asked, type Cell, entryNames, planCalendar } from './domain/calendar.ts';
import type { Day } from './domain/calendar-day.ts';
import { CURATED_AS_OF } from './domain/curated.ts';
import type { Certainty } from './domain/entry.ts';
import type { Doubt } from './domain/match-deployed.ts';
import { type LeavingSubject, readSubjects } from './read-subjects.ts';

/** A model that leaves within 180 days, or left and still serves. */
export type CalendarRow = Pick<LeavingSubject, 'name' | 'provider' | 'modelId' | 'registered' | 'owner'> & {
  retiresOn: Day;
  days: number;
  /** Who says so: `registry` a person of the project, `list` the vendor's page as the list of deprecations has it. */
  from: 'registry' | 'list';
  certainty: Certainty | null;
  sourceUrl: string | null;
  seenOn: Day | null;
  /** The fallback of the registry, else what the vendor recommends, in its words. */
  replacement: string | null;
  cells: readonly Cell[];
  /** How many prompts it serves. */
  prompts: number;
  /** A day that a changelog says and that nobody has confirmed yet. */
  proposed: boolean;
};

export type CalendarView = {
  /** The day on which the list of deprecations was last compared with its sources. */
  asOf: Day;
  rows: CalendarRow[];
  /** What serves and may be in the list: a person says what it is. */
  asked: { name: string; doubt: Doubt; candidates: string; earliest: Day | null; prompts: string[] }[];
  /** What serves and is announced without a day. */
  undated: { name: string; sourceUrl: string | null; prompts: string[] }[];
};

/** What must move by when, for the page of deprecations: two reads, see {@link readSubjects}. */
export async function readCalendar(ctx: Pick<Ctx, 'db' | 'project' | 'clock'>): Promise<CalendarView> {
  const { leaving, asked, undated } = planCalendar(await readSubjects(ctx), ctx.clock.now());
  return {
    asOf: CURATED_AS_OF,
    rows: leaving.map(({ subject, retiresOn, days, cells }): CalendarRow => {
      const { name, provider, modelId, registered, owner, fallback, life } = subject;
      const listed = life.from === 'list' ? life.entry : null;
      return {
        ...{ name, provider, modelId, registered, owner, retiresOn, days, cells },
        from: life.from ?? 'list',
        certainty: listed?.certainty ?? null,
        sourceUrl: listed?.sourceUrl ?? null,
        seenOn: listed?.seenOn ?? null,
        replacement: fallback ?? life.entry?.replacement ?? null,
        prompts: promptsOf(subject).length,
        proposed: false,
      };
    }),
    asked: asked.map(({ subject, doubt, candidates, earliest }: Asked<LeavingSubject>) => ({
      ...{ name: subject.name, doubt, earliest },
      candidates: entryNames(candidates),
      prompts: promptsOf(subject),
    })),
    undated: undated.map((subject) => ({
      name: subject.name,
      sourceUrl: subject.life.entry?.sourceUrl ?? null,
      prompts: promptsOf(subject),
    })),
  };
}

const promptsOf = ({ places }: LeavingSubject): string[] => [...new Set(places.map(({ prompt }) => prompt))];
