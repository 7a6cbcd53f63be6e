import { and, desc, eq, gte } from 'drizzle-orm';
import { modelNotice } from '#db/schema/models.ts';
import { readWaiting } from '#server/models/inbox/read-inbox.ts';
import type { Ctx } from '#server/platform/context.ts';
import { type Asked, type Cell, entryNames, type Leaving, planCalendar } from './domain/calendar.ts';
import { addDays, type Day } from './domain/calendar-day.ts';
import { CURATED_AS_OF } from './domain/curated.ts';
import type { Certainty } from './domain/entry.ts';
import type { Doubt } from './domain/match-deployed.ts';
import { type LeavingSubject, readSubjects } from './read-subjects.ts';

/** Days for which the notices of a passed retirement are shown. */
const NOTICES_DAYS = 180;

/** A model that retires within 180 days, or is retired and still serves. */
export type CalendarRow = Pick<LeavingSubject, 'name' | 'provider' | 'modelId' | 'registered' | 'owner'> & {
  retiresOn: Day;
  days: number;
  /** The source of the day: `registry` (a person of the project) or `list` (the vendor's page, by the list of deprecations). */
  from: 'registry' | 'list';
  certainty: Certainty | null;
  sourceUrl: string | null;
  seenOn: Day | null;
  /** The fallback of the registry, else what the vendor recommends, in its words. */
  replacement: string | null;
  cells: readonly Cell[];
  /** Number of prompts that it serves. */
  prompts: number;
  /** A day that a changelog proposes and no person has confirmed yet. */
  proposed: boolean;
  /** The newest notice of this day, if one was written. */
  notice: { noticeDays: number; at: Date } | null;
};

export type CalendarView = {
  /** The day on which the list of deprecations was last compared with its sources. */
  asOf: Day;
  rows: CalendarRow[];
  /** Models that serve and may be in the list: a person decides which entry each one is. */
  asked: { name: string; doubt: Doubt; candidates: string; earliest: Day | null; prompts: string[] }[];
  /** Models that serve and whose retirement is announced without a day. */
  undated: { name: string; sourceUrl: string | null; prompts: string[] }[];
};

/** The prompts to migrate and their deadlines, for the page of deprecations. Cost: {@link readSubjects}, and the notices. */
export async function readCalendar(ctx: Pick<Ctx, 'db' | 'project' | 'clock'>): Promise<CalendarView> {
  const days = await readProposedDays(ctx);
  const [subjects, notices] = await Promise.all([readSubjects(ctx, new Set(days.keys())), readNotices(ctx)]);
  const now = ctx.clock.now();
  const { leaving, asked, undated } = planCalendar(subjects, now);
  const proposed = planCalendar(proposedSubjects(subjects, days), now).leaving;
  return {
    asOf: CURATED_AS_OF,
    rows: [
      ...leaving.map((each) => rowOf(each, notices)),
      ...proposed.map((each) => ({ ...rowOf(each, new Map()), proposed: true })),
    ].toSorted((a, b) => a.days - b.days),
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

function rowOf({ subject, retiresOn, days, cells }: Leaving<LeavingSubject>, notices: Notices): CalendarRow {
  const { name, provider, modelId, registered, owner, fallback, life } = subject;
  const listed = life.from === 'list' ? life.entry : null;
  return {
    ...{ name, provider, modelId, registered, owner, retiresOn, days, cells, proposed: false },
    from: life.from ?? 'list',
    certainty: listed?.certainty ?? null,
    sourceUrl: listed?.sourceUrl ?? null,
    seenOn: listed?.seenOn ?? null,
    replacement: fallback ?? life.entry?.replacement ?? null,
    prompts: promptsOf(subject).length,
    notice: noticeOf(notices.get(noticeKey(provider, modelId, retiresOn))),
  };
}

/** The day that changelogs propose for each registered model, by its name: the latest proposal of several. */
async function readProposedDays(ctx: Pick<Ctx, 'db' | 'project'>): Promise<Map<string, Day>> {
  const waiting = await readWaiting(ctx);
  return new Map(
    waiting.flatMap(({ proposal: { retiresOn }, registered: [model, ...others] }): [string, Day][] =>
      retiresOn === null || model === undefined || others.length > 0
        ? []
        : [[`${model.provider}/${model.modelId}`, retiresOn]],
    ),
  );
}

/** The subjects with the proposed days, where these differ from the known ones. */
const proposedSubjects = (subjects: readonly LeavingSubject[], days: ReadonlyMap<string, Day>): LeavingSubject[] =>
  subjects.flatMap((subject) => {
    const day = days.get(subject.name);
    if (day === undefined || day === subject.life.retirementDate) return [];
    return [{ ...subject, life: { ...subject.life, retirementDate: day, from: 'registry' as const } }];
  });

type Notices = Awaited<ReturnType<typeof readNotices>>;

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
