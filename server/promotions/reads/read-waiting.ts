import { inArray } from 'drizzle-orm';
import { promotion } from '#db/schema/promotions.ts';
import type { Ctx } from '#server/platform/context.ts';
import { OPEN_STATUSES } from '#server/promotions/domain/promotion-machine.ts';
import { type PromotionListRow, selectPromotions } from './select-promotions.ts';

/** Open promotions of a project are few: one a prompt and environment at most. */
const OPEN_MAX = 1_000;

/** Promotions that are not decided, newest first. */
export function readOpenPromotions(ctx: Ctx): Promise<PromotionListRow[]> {
  const where = inArray(promotion.status, [...OPEN_STATUSES]);
  return selectPromotions(ctx, where, OPEN_MAX);
}

/** What the caller can decide now: approvals first, then gates that need evidence or an override. */
export async function readWaitsForMe(ctx: Ctx): Promise<PromotionListRow[]> {
  return waitsForMe(await readOpenPromotions(ctx));
}

/** The same, from rows at hand. */
export function waitsForMe(open: readonly PromotionListRow[]): PromotionListRow[] {
  const mine = open.filter((row) => row.waitsForMe !== null);
  return mine.toSorted((a, b) => Number(a.waitsForMe === 'override') - Number(b.waitsForMe === 'override'));
}
