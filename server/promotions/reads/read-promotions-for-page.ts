import { and, eq, inArray, sql } from 'drizzle-orm';
import { promotion } from '#db/schema/promotions.ts';
import type { Ctx } from '#server/platform/context.ts';
import { OPEN_STATUSES } from '#server/promotions/domain/promotion-machine.ts';
import { type PromotionFilter, readPromotions } from './read-promotions.ts';
import { readWaitsForMe } from './read-waiting.ts';
import type { PromotionListRow } from './select-promotions.ts';

export type PromotionsForPage = {
  data: PromotionListRow[];
  nextCursor: string | null;
  /** What waits for the caller, whatever the filter; on the first page only. */
  waitsForMe: PromotionListRow[];
  counts: { open: number; decided: number; waitsForMe: number };
};

/** The promotions page in one fetch: a page of the list, what waits for this person, and how many there are. */
export async function readPromotionsForPage(ctx: Ctx, filter: PromotionFilter): Promise<PromotionsForPage> {
  const [page, waiting, counts] = await Promise.all([
    readPromotions(ctx, filter),
    filter.cursor === undefined ? readWaitsForMe(ctx) : [],
    readCounts(ctx),
  ]);
  return {
    data: page.data,
    nextCursor: page.next_cursor,
    waitsForMe: waiting,
    counts: { ...counts, waitsForMe: waiting.length },
  };
}

/** One index scan of the project's promotions. */
async function readCounts(ctx: Ctx): Promise<{ open: number; decided: number }> {
  const open = inArray(promotion.status, [...OPEN_STATUSES]);
  const [row] = await ctx.db
    .select({
      open: sql<number>`count(*) filter (where ${open})::int`,
      decided: sql<number>`count(*) filter (where not ${open})::int`,
    })
    .from(promotion)
    .where(and(eq(promotion.projectId, ctx.project.id)));
  return row ?? { open: 0, decided: 0 };
}
