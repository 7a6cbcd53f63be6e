import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import { anchor, anchorScore } from '#db/schema/anchors.ts';
import type { Ctx } from '#server/platform/context.ts';
import { decodeCursor, type Page, toPage } from '#server/platform/http/paging.ts';
import { DAY_MS, HOUR_MS, WEEK_MS } from '#server/platform/pure/durations.ts';
import type { Seen } from './domain/tell-apart.ts';
import { readJudge } from './read-judge.ts';

export type AnchorRow = Pick<
  typeof anchor.$inferSelect,
  'id' | 'prompt' | 'input' | 'output' | 'human' | 'eventId' | 'createdAt'
> & { scoresLastWeek: number; lastScore: number | null; lastScoredAt: Date | null };

/** A page of anchors, the newest first, each with its last score. Three index lookups an anchor of the page. */
export async function readAnchors(ctx: Ctx, page: { limit: number; cursor?: string }): Promise<Page<AnchorRow>> {
  const weekAgo = new Date(ctx.clock.now().getTime() - WEEK_MS).toISOString();
  const after = decodeCursor(page.cursor, ['time', 'uuid']);
  const newest = sql`from anchor_score s where s.anchor_id = ${anchor.id}`;
  const rows = await ctx.db
    .select({
      ...{ id: anchor.id, prompt: anchor.prompt, input: anchor.input, output: anchor.output, human: anchor.human },
      ...{ eventId: anchor.eventId, createdAt: anchor.createdAt },
      scoresLastWeek: sql<number>`(select count(*)::int ${newest} and s.at >= ${weekAgo}::timestamptz)`,
      lastScore: sql<number | null>`(select s.score ${newest} order by s.at desc, s.id desc limit 1)`,
      lastScoredAt: sql<Date | null>`(select max(s.at) ${newest})`.mapWith(anchorScore.at),
    })
    .from(anchor)
    .where(
      and(
        eq(anchor.projectId, ctx.project.id),
        isNull(anchor.retiredAt),
        after === null
          ? undefined
          : sql`(${anchor.createdAt}, ${anchor.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)`,
      ),
    )
    .orderBy(desc(anchor.createdAt), desc(anchor.id))
    .limit(page.limit + 1);
  return toPage(rows, page.limit, (row) => [row.createdAt.toISOString(), row.id]);
}

/** The anchors of one prompt (null: of every prompt), and where their e-process stands. */
export type AnchorGroup = {
  prompt: string | null;
  anchors: number;
  scoresLastDay: number;
  lastScoredAt: Date | null;
  /** Of the last six hours against the week before, with the anchors of every prompt. */
  judge: Seen['judge'];
};

/** Prompts that the panel shows: each is a read of its scores. */
const SHOWN_MAX = 20;
const LOOK_MS = 6 * HOUR_MS;

/** What the panel of anchors shows: groups with most anchors first, and how many there are in all. */
export async function readAnchorsPanel(ctx: Ctx): Promise<{ groups: AnchorGroup[]; total: number }> {
  const end = ctx.clock.now().getTime();
  const dayAgo = new Date(end - DAY_MS).toISOString();
  const rows = await ctx.db.execute<Omit<AnchorGroup, 'judge' | 'lastScoredAt'> & { lastMs: number | null }>(sql`
    select a.prompt, count(*)::int as anchors, sum(d.n)::int as "scoresLastDay",
      (extract(epoch from max(d.last)) * 1000)::float8 as "lastMs"
    from anchor a, lateral (
      select (select count(*) from anchor_score s where s.anchor_id = a.id and s.at >= ${dayAgo}::timestamptz) as n,
        (select max(s.at) from anchor_score s where s.anchor_id = a.id) as last
    ) d
    where a.project_id = ${ctx.project.id} and a.retired_at is null
    group by a.prompt order by anchors desc, a.prompt nulls first`);
  const groups: AnchorGroup[] = [];
  for (const { lastMs, ...row } of [...rows].slice(0, SHOWN_MAX)) {
    const since = end - LOOK_MS;
    const judge = await readJudge(ctx, { prompt: row.prompt, since, firstSince: since, end });
    groups.push({ ...row, lastScoredAt: lastMs === null ? null : new Date(lastMs), judge });
  }
  return { groups, total: [...rows].reduce((sum, { anchors }) => sum + anchors, 0) };
}
