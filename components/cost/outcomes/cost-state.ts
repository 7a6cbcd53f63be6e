import { createLoader, parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import type { Filters } from '#components/shell/filters/filters.ts';
import { telemetryFilters } from '#components/telemetry/monitor-input.ts';
import { COST_GROUPINGS, COST_RANGES } from '#server/cost/domain/grouping.ts';
import { SUCCESS_BY } from '#server/cost/domain/success.ts';
import { ENDINGS } from '#server/cost/domain/task-sums.ts';

/** How the page counts, and what is open beside it: the tasks of a group or of a period, or one of them. */
export const costParsers = {
  range: parseAsStringLiteral(COST_RANGES).withDefault('30d'),
  by: parseAsStringLiteral(COST_GROUPINGS).withDefault('variant'),
  success: parseAsStringLiteral(SUCCESS_BY).withDefault('outcome'),
  /** The key of a group, or `all`. */
  tasks: parseAsString,
  ended: parseAsStringLiteral(ENDINGS),
  /** Start of a period of the chart, ms. */
  at: parseAsInteger,
  /** A task's start in ms and the key of its first event, with a dot between. */
  task: parseAsString,
};

/** The state of a URL, for pages. */
export const readCostState = createLoader(costParsers);
export type CostState = Awaited<ReturnType<typeof readCostState>>;

/** The one read of the page, made from the URL: the same on the server and in the browser. */
export function costInput(project: string, filters: Filters, { range, by, success }: CostState) {
  const { tag: _, ...narrowed } = telemetryFilters(filters);
  return { project, range, groupBy: by, successBy: success, ...narrowed };
}
