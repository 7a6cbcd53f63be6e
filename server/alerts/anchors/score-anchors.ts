import { and, eq, isNull, or, sql } from 'drizzle-orm';
import { anchor, anchorScore } from '#db/schema/anchors.ts';
import { actorRecord, type Ctx, type ReadCtx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/faults.ts';
import { isUuid } from '#server/platform/ids.ts';
import type { AnchorScoreBody } from './contract.ts';

export type NextAnchor = { id: string; prompt: string | null; input: string; output: string };

/** Anchors of one prompt with those of every prompt, or all of the project: not those that are taken out. */
export const anchorsOf = (ctx: Pick<ReadCtx, 'project'>, prompt: string | undefined) =>
  and(
    eq(anchor.projectId, ctx.project.id),
    isNull(anchor.retiredAt),
    prompt === undefined ? undefined : or(isNull(anchor.prompt), eq(anchor.prompt, prompt)),
  );

/**
 * The anchors that were scored the longest time ago, those never scored first. It changes nothing: two callers at once may
 * get the same one, and its two scores both count. Cost: one index lookup an anchor, of at most 500.
 */
export async function readNextAnchors(
  ctx: ReadCtx,
  { prompt, limit }: { prompt?: string; limit: number },
): Promise<NextAnchor[]> {
  const last = sql`(select max(s.at) from anchor_score s where s.anchor_id = ${anchor.id})`;
  return ctx.db
    .select({ id: anchor.id, prompt: anchor.prompt, input: anchor.input, output: anchor.output })
    .from(anchor)
    .where(anchorsOf(ctx, prompt))
    .orderBy(sql`${last} asc nulls first`, anchor.id)
    .limit(limit);
}

/** Records what the judge gave an anchor, at this moment. 404 where the project has no such anchor, or took it out. */
export async function scoreAnchor(
  ctx: Ctx,
  id: string,
  { score, judge = null }: AnchorScoreBody,
): Promise<{ anchorId: string; at: Date }> {
  if (!isUuid(id)) throw notFound();
  const [known] = await ctx.db
    .select({ id: anchor.id })
    .from(anchor)
    .where(and(anchorsOf(ctx, undefined), eq(anchor.id, id)));
  if (!known) throw notFound();
  const at = ctx.clock.now();
  await ctx.db
    .insert(anchorScore)
    .values({ projectId: ctx.project.id, anchorId: id, score, judge, actor: actorRecord(ctx.actor), at });
  return { anchorId: id, at };
}
