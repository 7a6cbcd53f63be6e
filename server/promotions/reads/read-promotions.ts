import { and, eq, inArray, notInArray, type SQL, sql } from 'drizzle-orm';
import { environment } from '#db/schema/projects.ts';
import { promotion } from '#db/schema/promotions.ts';
import { prompt } from '#db/schema/prompts.ts';
import type { Ctx } from '#server/platform/context.ts';
import { decodeCursor, type Page, toPage } from '#server/platform/http/paging.ts';
import {
  OPEN_STATUSES,
  type PromotionGroup,
  type PromotionStatus,
} from '#server/promotions/domain/promotion-machine.ts';
import { type PromotionListRow, selectPromotions } from './select-promotions.ts';

export type PromotionFilter = {
  status?: PromotionStatus;
  group?: PromotionGroup;
  prompt?: string;
  /** Target environment by name. */
  to?: string;
  limit: number;
  cursor?: string;
};

/** Promotions of the project, newest first. 422 for a cursor that this list did not give out. */
export async function readPromotions(ctx: Ctx, filter: PromotionFilter): Promise<Page<PromotionListRow>> {
  const after = decodeCursor(filter.cursor, ['time', 'uuid']);
  const where = and(
    filter.status === undefined ? undefined : eq(promotion.status, filter.status),
    groupOf(filter.group ?? 'all'),
    filter.prompt === undefined ? undefined : eq(prompt.name, filter.prompt),
    filter.to === undefined ? undefined : eq(environment.name, filter.to),
    after === null
      ? undefined
      : sql`(${promotion.requestedAt}, ${promotion.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)`,
  );
  const rows = await selectPromotions(ctx, where, filter.limit + 1);
  return toPage(rows, filter.limit, (row) => [row.requestedAt.toISOString(), row.id]);
}

function groupOf(group: PromotionGroup): SQL | undefined {
  if (group === 'all') return undefined;
  const open = [...OPEN_STATUSES];
  return group === 'open' ? inArray(promotion.status, open) : notInArray(promotion.status, open);
}
