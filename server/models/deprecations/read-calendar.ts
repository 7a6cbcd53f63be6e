import { and, desc, eq, gte } from 'drizzle-orm';
import { modelNotice } from '#db/schema/models.ts';
import type { Ctx } from '#server/platform/context.ts';
import { type Asked, type Cell, entryNames, planCalendar } from './domain/calendar.ts';
import { addDays, type Day } from './domain/calendar-day.ts';
import { CURATED_AS_OF } from './domain/curated.ts';
import type { Certainty } from './domain/entry.ts';
import type { Doubt } from './domain/match-deployed.ts';
import { type LeavingSubject, readSubjects } from './read-subjects.ts';

/** Days for which the notices of a passed retirement are shown. */
const NOTICES_DAYS = 180;

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
  /** The newest notice of this day, if one was written. */
  notice: { noticeDays: number; at: Date } | null;
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

/** What must move by when, for the page of deprecations: the reads of {@link readSubjects}, and the notices. */
export async function readCalendar(ctx: Pick<Ctx, 'db' | 'project' | 'clock'>): Promise<CalendarView> {
  const [subjects, notices] = await Promise.all([readSubjects(ctx), readNotices(ctx)]);
  const { leaving, asked, undated } = planCalendar(subjects, ctx.clock.now());
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
        notice: noticeOf(notices.get(noticeKey(provider, modelId, retiresOn))),
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

const noticeOf = (row: typeof modelNotice.$inferSelect | undefined) =>
  row === undefined ? null : { noticeDays: row.noticeDays, at: row.at };

const noticeKey = (provider: string | null, modelId: string, retiresOn: Day): string =>
  JSON.stringify([provider ?? '', modelId, retiresOn]);

/** The newest notice of each retirement day that is not past for long. */
async function readNotices(ctx: Pick<Ctx, 'db' | 'project' | 'clock'>) {
  const rows = await ctx.db
    .selectDistinctOn([modelNotice.provider, modelNotice.modelId, modelNotice.retiresOn])
    .from(modelNotice)
    .where(
      and(
        eq(modelNotice.projectId, ctx.project.id),
        gte(modelNotice.retiresOn, addDays(ctx.clock.now().toISOString().slice(0, 10), -NOTICES_DAYS)),
      ),
    )
    .orderBy(modelNotice.provider, modelNotice.modelId, modelNotice.retiresOn, desc(modelNotice.at));
  return new Map(rows.map((row) => [noticeKey(row.provider, row.modelId, row.retiresOn), row]));
}

const promptsOf = ({ places }: LeavingSubject): string[] => [...new Set(places.map(({ prompt }) => prompt))];
