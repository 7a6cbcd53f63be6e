import { sql } from 'drizzle-orm';
import type { ReadCtx } from '#server/platform/context.ts';
import { WEEK_MS } from '#server/platform/pure/durations.ts';
import { type AnchorSums, judgeShift } from './domain/judge-shift.ts';
import type { JudgeNames, Seen } from './domain/tell-apart.ts';

/** How long before `firstSince` the judge is taken for what it was. */
const REFERENCE_MS = WEEK_MS;

/**
 * What the anchors of a prompt say of the judge in `[since, end)`, ms, held against the week before `firstSince` without
 * the times in which an alert said that the judge had moved. `prompt` null: all anchors. One range of the index of scores
 * for each anchor, of at most 500; read only where a quality alert fires, and by the page of anchors.
 */
export async function readJudge(
  ctx: ReadCtx,
  { prompt, since, firstSince, end }: { prompt: string | null; since: number; firstSince: number; end: number },
): Promise<Seen['judge']> {
  const [sinceAt, firstAt, endAt, from] = [since, firstSince, end, firstSince - REFERENCE_MS].map(
    (ms) => sql`${new Date(ms).toISOString()}::timestamptz`,
  );
  type Row = { human: number; n: number; sum: number; squares: number; later: number; laterSum: number };
  const counted = sql`s.at >= ${from} and s.at < ${endAt} and a.project_id = ${ctx.project.id} and a.retired_at is null
    and (${prompt}::text is null or a.prompt is null or a.prompt = ${prompt}::text)`;
  const rows = await ctx.db.execute<Row>(sql`
    select a.human,
      count(*) filter (where s.at < ${firstAt})::int as n,
      coalesce(sum(s.score) filter (where s.at < ${firstAt}), 0)::float8 as sum,
      coalesce(sum(s.score * s.score) filter (where s.at < ${firstAt}), 0)::float8 as squares,
      count(*) filter (where s.at >= ${sinceAt})::int as later,
      coalesce(sum(s.score) filter (where s.at >= ${sinceAt}), 0)::float8 as "laterSum"
    from anchor a join anchor_score s on s.anchor_id = a.id
    where ${counted} and not (s.at < ${firstAt} and exists (
      select 1 from alert q where q.project_id = a.project_id and q.kind = 'quality' and q.verdict = 'judge'
        and (q.prompt is null or ${prompt}::text is null or q.prompt = ${prompt}::text) and q.opened_at < ${firstAt}
        and s.at >= coalesce(q.impact_start, q.opened_at) and s.at < coalesce(q.resolved_at, 'infinity')))
    group by a.id, a.human`);
  const sums = [...rows].map(({ human, n, sum, squares, later, laterSum }): AnchorSums => {
    return { human, before: { n, sum, squares }, after: { n: later, sum: laterSum } };
  });
  const [names] = await ctx.db.execute<JudgeNames>(sql`
    select (array_agg(s.judge order by s.at desc) filter (where s.at < ${firstAt}))[1] as before,
      (array_agg(s.judge order by s.at desc) filter (where s.at >= ${sinceAt}))[1] as since
    from anchor a join anchor_score s on s.anchor_id = a.id where ${counted} and s.judge is not null`);
  return { reading: judgeShift(sums), names: names ?? { before: null, since: null } };
}
