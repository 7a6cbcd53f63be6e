import { createLoader, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import {
  PROMOTION_GROUPS,
  PROMOTION_STATUSES,
  type PromotionGroup,
} from '#server/promotions/domain/promotion-machine.ts';

/** The query of the promotions page's URL. */
export const listParsers = {
  group: parseAsStringLiteral(PROMOTION_GROUPS).withDefault('all'),
  prompt: parseAsString.withDefault(''),
  status: parseAsStringLiteral(PROMOTION_STATUSES),
};

export const readListState = createLoader(listParsers);

export type ListState = {
  group: PromotionGroup;
  prompt: string;
  status: (typeof PROMOTION_STATUSES)[number] | null;
};

/** The read of the list: the same on the server and in the browser. */
export function listReads(project: string, { group, prompt, status }: ListState) {
  return {
    input: { project, group, limit: 50, ...(prompt ? { prompt } : {}), ...(status ? { status } : {}) },
    options: { getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor },
  };
}
